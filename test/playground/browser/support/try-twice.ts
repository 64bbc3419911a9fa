/**
 * Two phones, a server and a browser on real time: where the machine stands still for seconds, a heartbeat rightly finds
 * a link dead that the test believes alive. What fails twice in a row is a fault; what failed once is printed.
 */
import { jest } from '@jest/globals'

jest.retryTimes(1, { logErrorsBeforeRetry: true })
