// A fault in one view must not take the screen away for good: it is said in one line, and the next update tries again.
import { Text } from 'ink';
import { Component, type ReactNode } from 'react';

interface Props {
  readonly children: ReactNode;
}

interface State {
  readonly error: Error | null;
  readonly children: ReactNode;
}

export class Recovering extends Component<Props, State> {
  override state: State = { error: null, children: null };

  static getDerivedStateFromError(error: unknown): Partial<State> {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  static getDerivedStateFromProps(props: Props, state: State): Partial<State> {
    // Every update brings new children; the same ones again are React trying once more after the fault.
    return props.children === state.children ? state : { error: null, children: props.children };
  }

  override render(): ReactNode {
    const { error } = this.state;
    return error === null ? this.props.children : <Text>This view could not be drawn: {error.message}. Esc goes back; agents go on.</Text>;
  }
}
