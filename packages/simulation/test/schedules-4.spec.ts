import { describe } from '@jest/globals';
import { holdsOnEveryDay } from './schedules.ts';

describe('the order path, share 4 of the seeds', () => {
  holdsOnEveryDay(4);
});
