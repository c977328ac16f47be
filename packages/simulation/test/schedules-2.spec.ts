import { describe } from '@jest/globals';
import { holdsOnEveryDay } from './schedules.ts';

describe('the order path, share 2 of the seeds', () => {
  holdsOnEveryDay(2);
});
