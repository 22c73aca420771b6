/**
 * The element of a document that the client fills and signs just before sending. Its fields are children of `section`; a field that
 * is missing is added where `order` puts it. What is filled already is kept or replaced as `signing.decSign.existing` says.
 */
export interface SignedElement {
  /** Path of the element around the fields, from the root or the end of it, e.g. `DecMessage/DecSign`. */
  readonly section: string;
  /** The field for the signature, in base64. */
  readonly sign: string;
  /** The fields for the time of signing, the certificate's number and the card's; null = there is none. */
  readonly date: string | null;
  readonly certificate: string | null;
  readonly card: string | null;
  /** The field whose values C and D mean that the document declares; null = every document does. */
  readonly operation: string | null;
  /** Fields in the order of the format, as far as it is known. */
  readonly order: readonly string[];
  /** Characters that the signature may have; null = not known. A key whose signatures are longer fits no document of the business. */
  readonly signLengthMax: number | null;
}

/** Of a declaration [official field table]: an RSA-1024 or SM2 signature fits, one of RSA-2048 has 344 characters and does not. */
export const DEC_SIGN_ELEMENT: SignedElement = {
  section: 'DecMessage/DecSign',
  sign: 'Sign',
  date: 'SignDate',
  certificate: 'Certificate',
  card: 'ICCode',
  operation: 'OperType',
  order: [
    'OperType',
    'ICCode',
    'OperName',
    'CopCode',
    'ClientSeqNo',
    'Sign',
    'SignDate',
    'HostId',
    'Certificate',
    'DomainId',
    'Note',
    'BillSeqNo',
  ],
  signLengthMax: 200,
};

/** Of the messages about packaging of lithium batteries [1 source of 2026, which does not say how long a signature may be]. */
export const OPER_INFO_ELEMENT: SignedElement = {
  section: 'OperInfo',
  sign: 'Sign',
  date: 'SignDate',
  certificate: null,
  card: 'ICCode',
  operation: 'OperType',
  order: [
    'OperType',
    'MessageType',
    'Version',
    'ICCode',
    'CopCode',
    'OperName',
    'ClientSeqNo',
    'Sign',
    'SignDate',
    'Note',
  ],
  signLengthMax: null,
};
