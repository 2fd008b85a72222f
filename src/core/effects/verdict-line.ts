// The first line of a report that judges work: `verdict: pass` or `verdict: fail`.

export function verdictOf(report: string): 'pass' | 'fail' | null {
  const word = /^\W*verdict\W+(pass|fail)/iu.exec(report.trimStart())?.[1]?.toLowerCase();
  return word === 'pass' || word === 'fail' ? word : null;
}
