/** A synthetic declaration: names and numbers are made up, and stay the same for the same number. */
export function syntheticDeclaration(number: number, padBytes = 0): string {
  const clientSeqNo = `T${String(number).padStart(17, '0')}`;
  const note = 'x'.repeat(padBytes);
  return `<?xml version="1.0" encoding="UTF-8"?>
<DecMessage Version="4.8" xmlns="http://www.chinaport.gov.cn/dec">
  <DecHead><SeqNo/><IEFlag>I</IEFlag><AgentCode>0000000000</AgentCode><AgentName>测试企业</AgentName><CopCode>000000000</CopCode><CopName>测试企业</CopName><CustomMaster>0000</CustomMaster><DeclTrnRel>0</DeclTrnRel><InputerName>测试</InputerName><TypistNo>0000000000000</TypistNo><PromiseItmes>99999</PromiseItmes><TradeAreaCode>CHN</TradeAreaCode><DeclareName>测试</DeclareName></DecHead>
  <DecLists><DecList><GNo>1</GNo><CodeTS>0000000000</CodeTS><DestinationCountry>CHN</DestinationCountry></DecList></DecLists>
  <DecSign><OperType>G</OperType><ClientSeqNo>${clientSeqNo}</ClientSeqNo><Sign/><SignDate/></DecSign>${note === '' ? '' : `\n  <!-- ${note} -->`}
</DecMessage>
`;
}

/** Well-formed, and against the field rules: it is refused before it is sent. */
export function brokenDeclaration(number: number): string {
  return syntheticDeclaration(number).replace('<IEFlag>I</IEFlag>', '<IEFlag>I</IEFlag><IEFlag>I</IEFlag>');
}
