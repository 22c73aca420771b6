/**
 * IBM MQ simulator: the numbers of the MQI that the simulated queue manager needs. They are facts of the binary
 * interface (cmqc.h) and must never change; the offsets are those of MQMD version 2 on 64-bit little-endian machines.
 */

export const VERBS = /** @type {const} */ ({
  1: 'MQCONNX',
  2: 'MQDISC',
  3: 'MQOPEN',
  4: 'MQCLOSE',
  5: 'MQPUT',
  6: 'MQPUT1',
  7: 'MQGET',
  8: 'MQINQ',
  9: 'MQSET',
  10: 'MQCMIT',
  11: 'MQBACK',
});

/** The one request that is not a verb: JSON from the tests. */
export const CONTROL = 1000;

export const CC = /** @type {const} */ ({ OK: 0, WARNING: 1, FAILED: 2 });

export const RC = /** @type {const} */ ({
  NONE: 0,
  BACKED_OUT: 2003,
  CONNECTION_BROKEN: 2009,
  GET_INHIBITED: 2016,
  HOBJ_ERROR: 2019,
  SYNCPOINT_LIMIT_REACHED: 2024,
  MSG_TOO_BIG_FOR_Q: 2030,
  MSG_TOO_BIG_FOR_Q_MGR: 2031,
  NO_MSG_AVAILABLE: 2033,
  NO_MSG_UNDER_CURSOR: 2034,
  NOT_AUTHORIZED: 2035,
  NOT_OPEN_FOR_BROWSE: 2036,
  NOT_OPEN_FOR_INPUT: 2037,
  NOT_OPEN_FOR_INQUIRE: 2038,
  NOT_OPEN_FOR_OUTPUT: 2039,
  NOT_OPEN_FOR_SET: 2040,
  OBJECT_IN_USE: 2042,
  OBJECT_TYPE_ERROR: 2043,
  PUT_INHIBITED: 2051,
  Q_FULL: 2053,
  Q_MGR_NAME_ERROR: 2058,
  SELECTOR_ERROR: 2067,
  TRUNCATED_MSG_ACCEPTED: 2079,
  TRUNCATED_MSG_FAILED: 2080,
  UNKNOWN_OBJECT_NAME: 2085,
  NOT_CONVERTED: 2119,
  UNEXPECTED_ERROR: 2195,
  SSL_INITIALIZATION_ERROR: 2393,
  JSSE_ERROR: 2397,
  UNKNOWN_CHANNEL_NAME: 2540,
});

/** The reasons that MQ gives with a warning instead of a failure. */
export const WARNINGS = new Set([2003, 2079, 2080, 2110, 2119, 2124]);

export const OPEN = /** @type {const} */ ({
  INPUT_AS_Q_DEF: 1,
  INPUT_SHARED: 2,
  INPUT_EXCLUSIVE: 4,
  ANY_INPUT: 7,
  BROWSE: 8,
  OUTPUT: 16,
  INQUIRE: 32,
  SET: 64,
});

export const PUT = /** @type {const} */ ({ SYNCPOINT: 2, NEW_MSG_ID: 64, NEW_CORREL_ID: 128 });

export const GET = /** @type {const} */ ({
  WAIT: 1,
  SYNCPOINT: 2,
  BROWSE_FIRST: 16,
  BROWSE_NEXT: 32,
  ACCEPT_TRUNCATED_MSG: 64,
  MSG_UNDER_CURSOR: 256,
  BROWSE_MSG_UNDER_CURSOR: 2048,
  SYNCPOINT_IF_PERSISTENT: 4096,
  CONVERT: 16384,
  ANY_BROWSE: 16 | 32 | 2048,
});

export const MATCH = /** @type {const} */ ({ MSG_ID: 1, CORREL_ID: 2 });

export const OBJECT = /** @type {const} */ ({ QUEUE: 1, QUEUE_MANAGER: 5 });

export const PERSISTENCE = /** @type {const} */ ({ NO: 0, YES: 1, AS_QUEUE: 2 });

export const ATTRIBUTE = /** @type {const} */ ({
  CODED_CHAR_SET_ID: 2,
  CURRENT_Q_DEPTH: 3,
  DEF_PERSISTENCE: 5,
  INHIBIT_GET: 9,
  INHIBIT_PUT: 10,
  MAX_MSG_LENGTH: 13,
  MAX_Q_DEPTH: 15,
  OPEN_INPUT_COUNT: 17,
  OPEN_OUTPUT_COUNT: 18,
  Q_TYPE: 20,
  BACKOUT_THRESHOLD: 22,
  COMMAND_LEVEL: 31,
  Q_MGR_NAME: 2015,
  Q_NAME: 2016,
  BACKOUT_REQ_Q_NAME: 2019,
});

/** Selectors from here on are character attributes; every one that is simulated is 48 bytes long. */
export const FIRST_CHARACTER_ATTRIBUTE = 2001;

export const NAME_LENGTH = 48;
export const ID_LENGTH = 24;

/** Offsets in MQMD. */
export const MD = /** @type {const} */ ({
  LENGTH: 364,
  EXPIRY: 16,
  CODED_CHAR_SET_ID: 28,
  FORMAT: 32,
  PRIORITY: 40,
  PERSISTENCE: 44,
  MSG_ID: 48,
  CORREL_ID: 72,
  BACKOUT_COUNT: 96,
  USER_IDENTIFIER: 196,
  PUT_APPL_TYPE: 272,
  PUT_APPL_NAME: 276,
  PUT_DATE: 304,
  PUT_TIME: 312,
});
