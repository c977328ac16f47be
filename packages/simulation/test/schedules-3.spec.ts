import { describe } from '@jest/globals';
import { holdsOnEveryDay } from './schedules.ts';

describe('the order path, share 3 of the seeds', () => {
  holdsOnEveryDay(3);
});
