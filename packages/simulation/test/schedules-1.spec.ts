import { describe } from '@jest/globals';
import { holdsOnEveryDay } from './schedules.ts';

describe('the order path, share 1 of the seeds', () => {
  holdsOnEveryDay(1);
});
