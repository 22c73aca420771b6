// Synthetic documents of 4 KB for the benchmark, and what the platform would answer to them.
import { sealForBench } from './seal.mjs';

const ITEMS = 12;

const models = (count) =>
  Array.from(
    { length: count },
    (_, index) => `<GModel>型号${index} 规格 synthetic specification text ${'x'.repeat(40)}</GModel>`,
  );

/** A declaration that passes every check: of about 4 KB, or larger with more items. */
export function declaration(number, count = ITEMS) {
  const items = models(count).map(
    (model, index) =>
      `<DecList><GNo>${index + 1}</GNo><CodeTS>0000000000</CodeTS><GName>测试商品${index}</GName>${model}<DestinationCountry>CHN</DestinationCountry><OriginCountry>CHN</OriginCountry></DecList>`,
  );
  return `<?xml version="1.0" encoding="UTF-8"?>
<DecMessage Version="4.8" xmlns="http://www.chinaport.gov.cn/dec"><DecHead><SeqNo/><IEFlag>I</IEFlag><AgentCode>0000000000</AgentCode><AgentName>测试企业</AgentName><CopCode>000000000</CopCode><CopName>测试企业</CopName><CustomMaster>0000</CustomMaster><DeclTrnRel>0</DeclTrnRel><InputerName>测试</InputerName><TypistNo>0000000000000</TypistNo><PromiseItmes>99999</PromiseItmes><TradeAreaCode>CHN</TradeAreaCode><DeclareName>测试</DeclareName></DecHead><DecLists>${items.join('')}</DecLists><DecSign><OperType>G</OperType><ClientSeqNo>${clientSeqNo(number)}</ClientSeqNo><Sign/><SignDate/></DecSign></DecMessage>
`;
}

export function sealedDeclaration(number) {
  return sealForBench(`doc-${number}.xml`, Buffer.from(declaration(number)), [
    { name: 'clientSeqNo', value: clientSeqNo(number) },
  ]);
}

/** The send result to that declaration, padded to 4 KB as the larger receipts are. */
export function sendResult(number) {
  const message = `导入成功 ${'说明'.repeat(600)}`;
  const xml = `<?xml version="1.0" encoding="UTF-8"?><DecImportResponse xmlns="http://www.chinaport.gov.cn/dec"><ResponseCode>0</ResponseCode><ErrorMessage>${message}</ErrorMessage><ClientSeqNo>${clientSeqNo(number)}</ClientSeqNo><SeqNo>I2000${String(number).padStart(13, '0')}</SeqNo><TrnPreId/></DecImportResponse>`;
  return sealForBench(`doc-${number}.xml`, Buffer.from(xml), []);
}

export function clientSeqNo(number) {
  return `T${String(number).padStart(17, '0')}`;
}
