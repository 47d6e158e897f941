export interface Place {
  readonly line: number;
  readonly column: number;
}

export interface ScenarioProblem extends Place {
  readonly file: string;
  readonly message: string;
}

/** Everything that is wrong with a scenario, at once. */
export class ScenarioError extends Error {
  readonly problems: readonly ScenarioProblem[];

  constructor(problems: readonly ScenarioProblem[]) {
    super(problems.map(({ file, line, column, message }) => `${file}:${line}:${column}: ${message}`).join('\n'));
    this.name = 'ScenarioError';
    this.problems = problems;
  }
}
