/**
 * What becomes of an order: how it had begun, what happens to it on the channel then, its state and reason afterwards, its effect in the
 * ledger, the units that it holds (promised + shipped), and what a person is asked.
 */
export const orderStates = `
unseen                           | paid       | admitted                    | intended  | 1+0 | -
unseen                           | edited     | admitted                    | intended  | 2+0 | -
unseen                           | unpaid     | held PENDING                | -         | 1+0 | -
unseen                           | reviewed   | held UNDER_REVIEW           | -         | 1+0 | -
unseen                           | shipped    | admitted                    | intended  | 0+1 | -
unseen                           | unfinished | excluded INCOMPLETE         | -         | -   | -
unseen                           | cancelled  | cancelled CANCELLED         | -         | 0+0 | -
unseen                           | archived   | excluded ARCHIVED           | -         | 0+0 | -
unseen                           | test-paid  | excluded TEST               | -         | 1+0 | -
unseen                           | unreadable | held NOT_READABLE           | -         | -   | -
unseen                           | deleted    | excluded GONE               | -         | -   | -
excluded, unfinished             | paid       | admitted                    | intended  | 1+0 | -
excluded, unfinished             | edited     | admitted                    | intended  | 2+0 | -
excluded, unfinished             | unpaid     | held PENDING                | -         | 1+0 | -
excluded, unfinished             | reviewed   | held UNDER_REVIEW           | -         | 1+0 | -
excluded, unfinished             | shipped    | admitted                    | intended  | 0+1 | -
excluded, unfinished             | unfinished | excluded INCOMPLETE         | -         | -   | -
excluded, unfinished             | cancelled  | cancelled CANCELLED         | -         | 0+0 | -
excluded, unfinished             | archived   | excluded ARCHIVED           | -         | 0+0 | -
excluded, unfinished             | test-paid  | excluded TEST               | -         | 1+0 | -
excluded, unfinished             | unreadable | held NOT_READABLE           | -         | -   | -
excluded, unfinished             | deleted    | excluded GONE               | -         | -   | -
excluded, archived               | paid       | admitted                    | intended  | 1+0 | -
excluded, archived               | edited     | admitted                    | intended  | 2+0 | -
excluded, archived               | unpaid     | held PENDING                | -         | 1+0 | -
excluded, archived               | reviewed   | held UNDER_REVIEW           | -         | 1+0 | -
excluded, archived               | shipped    | admitted                    | intended  | 0+1 | -
excluded, archived               | unfinished | excluded INCOMPLETE         | -         | 0+0 | -
excluded, archived               | cancelled  | cancelled CANCELLED         | -         | 0+0 | -
excluded, archived               | archived   | excluded ARCHIVED           | -         | 0+0 | -
excluded, archived               | test-paid  | excluded TEST               | -         | 1+0 | -
excluded, archived               | unreadable | held NOT_READABLE           | -         | 0+0 | -
excluded, archived               | deleted    | excluded GONE               | -         | 0+0 | -
excluded, older than the cutover | paid       | admitted                    | intended  | 1+0 | -
excluded, older than the cutover | edited     | admitted                    | intended  | 2+0 | -
excluded, older than the cutover | unpaid     | held PENDING                | -         | 1+0 | -
excluded, older than the cutover | reviewed   | held UNDER_REVIEW           | -         | 1+0 | -
excluded, older than the cutover | shipped    | admitted                    | intended  | 0+1 | -
excluded, older than the cutover | unfinished | excluded INCOMPLETE         | -         | 0+0 | -
excluded, older than the cutover | cancelled  | cancelled CANCELLED         | -         | 0+0 | -
excluded, older than the cutover | archived   | excluded ARCHIVED           | -         | 0+0 | -
excluded, older than the cutover | test-paid  | excluded TEST               | -         | 1+0 | -
excluded, older than the cutover | unreadable | held NOT_READABLE           | -         | 1+0 | -
excluded, older than the cutover | deleted    | excluded GONE               | -         | 0+0 | -
excluded, a test                 | paid       | admitted                    | intended  | 1+0 | -
excluded, a test                 | edited     | admitted                    | intended  | 2+0 | -
excluded, a test                 | unpaid     | held PENDING                | -         | 1+0 | -
excluded, a test                 | reviewed   | held UNDER_REVIEW           | -         | 1+0 | -
excluded, a test                 | shipped    | admitted                    | intended  | 0+1 | -
excluded, a test                 | unfinished | excluded INCOMPLETE         | -         | 0+0 | -
excluded, a test                 | cancelled  | cancelled CANCELLED         | -         | 0+0 | -
excluded, a test                 | archived   | excluded ARCHIVED           | -         | 0+0 | -
excluded, a test                 | test-paid  | excluded TEST               | -         | 1+0 | -
excluded, a test                 | unreadable | held NOT_READABLE           | -         | 1+0 | -
excluded, a test                 | deleted    | excluded GONE               | -         | 0+0 | -
excluded, dropped by a person    | paid       | excluded DROPPED            | -         | 1+0 | -
excluded, dropped by a person    | edited     | excluded DROPPED            | -         | 2+0 | -
excluded, dropped by a person    | unpaid     | excluded DROPPED            | -         | 1+0 | -
excluded, dropped by a person    | reviewed   | excluded DROPPED            | -         | 1+0 | -
excluded, dropped by a person    | shipped    | excluded DROPPED            | -         | 0+1 | -
excluded, dropped by a person    | unfinished | excluded DROPPED            | -         | 0+0 | -
excluded, dropped by a person    | cancelled  | excluded DROPPED            | -         | 0+0 | -
excluded, dropped by a person    | archived   | excluded DROPPED            | -         | 0+0 | -
excluded, dropped by a person    | test-paid  | excluded DROPPED            | -         | 1+0 | -
excluded, dropped by a person    | unreadable | excluded DROPPED            | -         | 1+0 | -
excluded, dropped by a person    | deleted    | excluded DROPPED            | -         | 0+0 | -
held, unpaid                     | paid       | admitted                    | intended  | 1+0 | -
held, unpaid                     | edited     | admitted                    | intended  | 2+0 | -
held, unpaid                     | unpaid     | held PENDING                | -         | 1+0 | -
held, unpaid                     | reviewed   | held UNDER_REVIEW           | -         | 1+0 | -
held, unpaid                     | shipped    | admitted                    | intended  | 0+1 | -
held, unpaid                     | unfinished | excluded INCOMPLETE         | -         | 0+0 | -
held, unpaid                     | cancelled  | cancelled CANCELLED         | -         | 0+0 | -
held, unpaid                     | archived   | excluded ARCHIVED           | -         | 0+0 | -
held, unpaid                     | test-paid  | excluded TEST               | -         | 1+0 | -
held, unpaid                     | unreadable | held NOT_READABLE           | -         | 1+0 | -
held, unpaid                     | deleted    | excluded GONE               | -         | 0+0 | -
held, unreadable                 | paid       | admitted                    | intended  | 1+0 | -
held, unreadable                 | edited     | admitted                    | intended  | 2+0 | -
held, unreadable                 | unpaid     | held PENDING                | -         | 1+0 | -
held, unreadable                 | reviewed   | held UNDER_REVIEW           | -         | 1+0 | -
held, unreadable                 | shipped    | admitted                    | intended  | 0+1 | -
held, unreadable                 | unfinished | excluded INCOMPLETE         | -         | -   | -
held, unreadable                 | cancelled  | cancelled CANCELLED         | -         | 0+0 | -
held, unreadable                 | archived   | excluded ARCHIVED           | -         | 0+0 | -
held, unreadable                 | test-paid  | excluded TEST               | -         | 1+0 | -
held, unreadable                 | unreadable | held NOT_READABLE           | -         | -   | -
held, unreadable                 | deleted    | excluded GONE               | -         | -   | -
admitted                         | paid       | admitted                    | intended  | 1+0 | -
admitted                         | edited     | admitted                    | intended  | 2+0 | -
admitted                         | unpaid     | held PENDING                | withdrawn | 1+0 | -
admitted                         | reviewed   | held UNDER_REVIEW           | withdrawn | 1+0 | -
admitted                         | shipped    | admitted                    | intended  | 0+1 | -
admitted                         | unfinished | excluded INCOMPLETE         | withdrawn | 0+0 | -
admitted                         | cancelled  | cancelled CANCELLED         | withdrawn | 0+0 | -
admitted                         | archived   | excluded ARCHIVED           | withdrawn | 0+0 | -
admitted                         | test-paid  | excluded TEST               | withdrawn | 1+0 | -
admitted                         | unreadable | held NOT_READABLE           | intended  | 1+0 | -
admitted                         | deleted    | excluded GONE               | withdrawn | 0+0 | -
in doubt                         | paid       | admitted                    | unknown   | 1+0 | -
in doubt                         | edited     | admitted                    | unknown   | 2+0 | -
in doubt                         | unpaid     | held PENDING                | unknown   | 1+0 | -
in doubt                         | reviewed   | held UNDER_REVIEW           | unknown   | 1+0 | -
in doubt                         | shipped    | admitted                    | unknown   | 0+1 | -
in doubt                         | unfinished | excluded INCOMPLETE         | unknown   | 0+0 | -
in doubt                         | cancelled  | cancelled CANCELLED         | unknown   | 0+0 | -
in doubt                         | archived   | excluded ARCHIVED           | unknown   | 0+0 | -
in doubt                         | test-paid  | excluded TEST               | unknown   | 1+0 | -
in doubt                         | unreadable | held NOT_READABLE           | unknown   | 1+0 | -
in doubt                         | deleted    | excluded GONE               | unknown   | 0+0 | -
parked, in francs                | paid       | admitted                    | intended  | 1+0 | -
parked, in francs                | edited     | admitted                    | intended  | 2+0 | -
parked, in francs                | unpaid     | held PENDING                | -         | 1+0 | -
parked, in francs                | reviewed   | held UNDER_REVIEW           | -         | 1+0 | -
parked, in francs                | shipped    | admitted                    | intended  | 0+1 | -
parked, in francs                | unfinished | excluded INCOMPLETE         | -         | 0+0 | -
parked, in francs                | cancelled  | cancelled CANCELLED         | -         | 0+0 | -
parked, in francs                | archived   | excluded ARCHIVED           | -         | 0+0 | -
parked, in francs                | test-paid  | excluded TEST               | -         | 1+0 | -
parked, in francs                | unreadable | parked CURRENCY_UNSUPPORTED | -         | 1+0 | ORDER_CURRENCY_UNSUPPORTED
parked, in francs                | deleted    | excluded GONE               | -         | 0+0 | -
parked, a rate that cannot be    | paid       | admitted                    | intended  | 1+0 | -
parked, a rate that cannot be    | edited     | admitted                    | intended  | 2+0 | -
parked, a rate that cannot be    | unpaid     | held PENDING                | withdrawn | 1+0 | -
parked, a rate that cannot be    | reviewed   | held UNDER_REVIEW           | withdrawn | 1+0 | -
parked, a rate that cannot be    | shipped    | admitted                    | intended  | 0+1 | -
parked, a rate that cannot be    | unfinished | excluded INCOMPLETE         | withdrawn | 0+0 | -
parked, a rate that cannot be    | cancelled  | cancelled CANCELLED         | withdrawn | 0+0 | -
parked, a rate that cannot be    | archived   | excluded ARCHIVED           | withdrawn | 0+0 | -
parked, a rate that cannot be    | test-paid  | excluded TEST               | withdrawn | 1+0 | -
parked, a rate that cannot be    | unreadable | parked TAX_RATE_NOT_ALLOWED | parked    | 1+0 | TAX_RATE_NOT_ALLOWED
parked, a rate that cannot be    | deleted    | excluded GONE               | withdrawn | 0+0 | -
parked, in doubt                 | paid       | parked SALES_ORDER_IN_DOUBT | parked    | 1+0 | SALES_ORDER_IN_DOUBT
parked, in doubt                 | edited     | parked SALES_ORDER_IN_DOUBT | parked    | 2+0 | SALES_ORDER_IN_DOUBT
parked, in doubt                 | unpaid     | parked SALES_ORDER_IN_DOUBT | parked    | 1+0 | SALES_ORDER_IN_DOUBT
parked, in doubt                 | reviewed   | parked SALES_ORDER_IN_DOUBT | parked    | 1+0 | SALES_ORDER_IN_DOUBT
parked, in doubt                 | shipped    | parked SALES_ORDER_IN_DOUBT | parked    | 0+1 | SALES_ORDER_IN_DOUBT
parked, in doubt                 | unfinished | parked SALES_ORDER_IN_DOUBT | parked    | 0+0 | SALES_ORDER_IN_DOUBT
parked, in doubt                 | cancelled  | parked SALES_ORDER_IN_DOUBT | parked    | 0+0 | SALES_ORDER_IN_DOUBT
parked, in doubt                 | archived   | parked SALES_ORDER_IN_DOUBT | parked    | 0+0 | SALES_ORDER_IN_DOUBT
parked, in doubt                 | test-paid  | parked SALES_ORDER_IN_DOUBT | parked    | 1+0 | SALES_ORDER_IN_DOUBT
parked, in doubt                 | unreadable | parked SALES_ORDER_IN_DOUBT | parked    | 1+0 | SALES_ORDER_IN_DOUBT
parked, in doubt                 | deleted    | parked SALES_ORDER_IN_DOUBT | parked    | 0+0 | SALES_ORDER_IN_DOUBT
cancelled                        | paid       | admitted                    | intended  | 1+0 | -
cancelled                        | edited     | admitted                    | intended  | 2+0 | -
cancelled                        | unpaid     | held PENDING                | -         | 1+0 | -
cancelled                        | reviewed   | held UNDER_REVIEW           | -         | 1+0 | -
cancelled                        | shipped    | admitted                    | intended  | 0+1 | -
cancelled                        | unfinished | excluded INCOMPLETE         | -         | 0+0 | -
cancelled                        | cancelled  | cancelled CANCELLED         | -         | 0+0 | -
cancelled                        | archived   | excluded ARCHIVED           | -         | 0+0 | -
cancelled                        | test-paid  | excluded TEST               | -         | 1+0 | -
cancelled                        | unreadable | held NOT_READABLE           | -         | 0+0 | -
cancelled                        | deleted    | excluded GONE               | -         | 0+0 | -
cancelled after being admitted   | paid       | admitted                    | intended  | 1+0 | -
cancelled after being admitted   | edited     | admitted                    | intended  | 2+0 | -
cancelled after being admitted   | unpaid     | held PENDING                | withdrawn | 1+0 | -
cancelled after being admitted   | reviewed   | held UNDER_REVIEW           | withdrawn | 1+0 | -
cancelled after being admitted   | shipped    | admitted                    | intended  | 0+1 | -
cancelled after being admitted   | unfinished | excluded INCOMPLETE         | withdrawn | 0+0 | -
cancelled after being admitted   | cancelled  | cancelled CANCELLED         | withdrawn | 0+0 | -
cancelled after being admitted   | archived   | excluded ARCHIVED           | withdrawn | 0+0 | -
cancelled after being admitted   | test-paid  | excluded TEST               | withdrawn | 1+0 | -
cancelled after being admitted   | unreadable | held NOT_READABLE           | withdrawn | 0+0 | -
cancelled after being admitted   | deleted    | excluded GONE               | withdrawn | 0+0 | -
placed                           | paid       | placed                      | done      | 1+0 | -
placed                           | edited     | placed                      | done      | 2+0 | ORDER_EDITED_AFTER_PLACING
placed                           | unpaid     | placed                      | done      | 1+0 | -
placed                           | reviewed   | placed                      | done      | 1+0 | -
placed                           | shipped    | placed                      | done      | 0+1 | -
placed                           | unfinished | placed                      | done      | 0+0 | ORDER_PUT_AWAY_AFTER_PLACING
placed                           | cancelled  | placed                      | done      | 0+0 | ORDER_CANCELLED_AFTER_PLACING
placed                           | archived   | placed                      | done      | 0+0 | ORDER_PUT_AWAY_AFTER_PLACING
placed                           | test-paid  | placed                      | done      | 1+0 | -
placed                           | unreadable | placed                      | done      | 1+0 | -
placed                           | deleted    | placed                      | done      | 0+0 | ORDER_PUT_AWAY_AFTER_PLACING
placed, then cancelled           | paid       | placed                      | done      | 1+0 | -
placed, then cancelled           | edited     | placed                      | done      | 2+0 | ORDER_EDITED_AFTER_PLACING
placed, then cancelled           | unpaid     | placed                      | done      | 1+0 | -
placed, then cancelled           | reviewed   | placed                      | done      | 1+0 | -
placed, then cancelled           | shipped    | placed                      | done      | 0+1 | -
placed, then cancelled           | unfinished | placed                      | done      | 0+0 | ORDER_PUT_AWAY_AFTER_PLACING
placed, then cancelled           | cancelled  | placed                      | done      | 0+0 | ORDER_CANCELLED_AFTER_PLACING
placed, then cancelled           | archived   | placed                      | done      | 0+0 | ORDER_PUT_AWAY_AFTER_PLACING
placed, then cancelled           | test-paid  | placed                      | done      | 1+0 | -
placed, then cancelled           | unreadable | placed                      | done      | 0+0 | ORDER_CANCELLED_AFTER_PLACING
placed, then cancelled           | deleted    | placed                      | done      | 0+0 | ORDER_PUT_AWAY_AFTER_PLACING
placed, then archived            | paid       | placed                      | done      | 1+0 | -
placed, then archived            | edited     | placed                      | done      | 2+0 | ORDER_EDITED_AFTER_PLACING
placed, then archived            | unpaid     | placed                      | done      | 1+0 | -
placed, then archived            | reviewed   | placed                      | done      | 1+0 | -
placed, then archived            | shipped    | placed                      | done      | 0+1 | -
placed, then archived            | unfinished | placed                      | done      | 0+0 | ORDER_PUT_AWAY_AFTER_PLACING
placed, then archived            | cancelled  | placed                      | done      | 0+0 | ORDER_CANCELLED_AFTER_PLACING
placed, then archived            | archived   | placed                      | done      | 0+0 | ORDER_PUT_AWAY_AFTER_PLACING
placed, then archived            | test-paid  | placed                      | done      | 1+0 | -
placed, then archived            | unreadable | placed                      | done      | 0+0 | ORDER_PUT_AWAY_AFTER_PLACING
placed, then archived            | deleted    | placed                      | done      | 0+0 | ORDER_PUT_AWAY_AFTER_PLACING
placed, then shipped             | paid       | placed                      | done      | 1+0 | -
placed, then shipped             | edited     | placed                      | done      | 2+0 | ORDER_EDITED_AFTER_PLACING
placed, then shipped             | unpaid     | placed                      | done      | 1+0 | -
placed, then shipped             | reviewed   | placed                      | done      | 1+0 | -
placed, then shipped             | shipped    | placed                      | done      | 0+1 | -
placed, then shipped             | unfinished | placed                      | done      | 0+1 | ORDER_PUT_AWAY_AFTER_PLACING
placed, then shipped             | cancelled  | placed                      | done      | 0+1 | ORDER_CANCELLED_AFTER_PLACING
placed, then shipped             | archived   | placed                      | done      | 0+1 | ORDER_PUT_AWAY_AFTER_PLACING
placed, then shipped             | test-paid  | placed                      | done      | 1+0 | -
placed, then shipped             | unreadable | placed                      | done      | 0+1 | -
placed, then shipped             | deleted    | placed                      | done      | 0+1 | ORDER_PUT_AWAY_AFTER_PLACING
`;
