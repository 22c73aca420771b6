import { expect, test } from 'vitest';
import { errorCode, errorWords, parseServiceMessage } from './messages.js';

test('the open message, answers and failures are told apart', () => {
  expect(parseServiceMessage('{"_method":"open"}')).toEqual({ kind: 'open' });
  const done =
    '{"_id":1,"_method":"cus-sec_SpcSignDataAsPEM","_status":"00","_args":{"Result":true,"Data":["c2ln","00A1"],"Error":[]}}';
  expect(parseServiceMessage(done)).toEqual({
    kind: 'answer',
    answer: { id: 1, isDone: true, data: ['c2ln', '00A1'], errors: [] },
  });
  const failure =
    '{"_id":2,"_status":"00","_args":{"Result":false,"Data":[],"Error":["复位读卡器失败:错误码=50070","Err:Custom50070"]}}';
  expect(parseServiceMessage(failure)).toMatchObject({
    answer: { id: 2, isDone: false, errors: ['复位读卡器失败:错误码=50070', 'Err:Custom50070'] },
  });
});

test.each(['', 'null', '[]', '{}', '{"_id":"x","_args":{}}', '{"_id":1}', '{"_id":1,"_args":null}'])(
  '%s is no message of the service',
  (text) => {
    expect(parseServiceMessage(text)).toEqual({ kind: 'other' });
  },
);

test('code and words of an error are read apart', () => {
  expect(errorCode(['打开读卡器失败', 'Err:Custom50200'])).toBe(50_200);
  expect(errorCode(['Err:Base60408'])).toBe(60_408);
  expect(errorCode(['错误码=50070'])).toBeNull();
  expect(errorWords(['打开读卡器失败', 'Err:Custom50200'])).toBe('打开读卡器失败');
  expect(errorWords(['Err:Base50000'])).toBeNull();
});
