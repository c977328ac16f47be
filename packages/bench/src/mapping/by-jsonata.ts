import jsonata from 'jsonata';
import { cut, germanDay, tidy } from './by-hand.ts';
import { roundEven, stripVat, toFrancs, toKilograms } from './decimal-functions.ts';
import type { BenchResult, Candidate } from './order.ts';
import { classNames, kindNames, memberStates, unitNames } from './tables.ts';

const expression = `(
  $order := $;
  {
    "document": {
      "introduction": "Vielen Dank für Ihre Bestellung " & id & " vom " & $germanDay(placedOn) & ".",
      "treatment": deliveryCountry = "DE" ? "domestic"
        : deliveryCountry in $memberStates ? (business ? "intra-community-supply" : "distance-sale")
        : "export",
      "remark": paymentMethod = "" ? "Zahlung:" : "Zahlung: " & paymentMethod
    },
    "lines": [lines.(
      $unit := $trim(unit) = "" ? "piece" : unit;
      $class := $lookup($classNames, taxRate);
      $name := $lookup($unitNames, $unit);
      {
        "name": $cut($tidy($trim(name) = "" ? sku : name), 240),
        "description": $cut($trim(options) = "" ? "Artikelnummer: " & sku : options & "\\nArtikelnummer: " & sku, 2000),
        "unit": $exists($name) ? $name : $unit,
        "kind": $lookup($kindNames, kind),
        "class": $exists($class) ? $class : "other",
        "quantity": $string(quantity),
        "unitNet": $stripVat(unitGross, taxRate),
        "listNet": $stripVat(listGross, taxRate),
        "francs": $roundEven($toFrancs(unitGross, $order.placedOn)),
        "weight": $toKilograms(weight)
      }
    )]
  }
)`;

/** JSONata with decimal.js functions: the same exactness, so that the same letters come out. */
export function byJsonata(): Candidate {
  const compiled = jsonata(expression);
  for (const [name, work] of Object.entries({ stripVat, toFrancs, roundEven, toKilograms, germanDay, tidy, cut })) {
    compiled.registerFunction(name, work);
  }
  const bindings = { memberStates, classNames, kindNames, unitNames };
  return { name: 'JSONata, decimal.js functions', map: (order) => compiled.evaluate(order, bindings) as Promise<BenchResult> };
}
