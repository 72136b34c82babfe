import { Component, type ReactNode } from 'react'
import { ErrorPage } from './error-page'

interface ErrorBoundaryProps {
  children: ReactNode
  /** Mudar de lugar dá nova chance à página. */
  resetKey: string
}

/** Erro de uma página não leva o trilho embora. */
export class ErrorBoundary extends Component<ErrorBoundaryProps, { error: unknown; at: string }> {
  override state = { error: null as unknown, at: this.props.resetKey }

  static getDerivedStateFromError(error: unknown) {
    return { error }
  }

  static getDerivedStateFromProps(
    props: ErrorBoundaryProps,
    state: { error: unknown; at: string },
  ) {
    return props.resetKey === state.at ? null : { error: null, at: props.resetKey }
  }

  override render() {
    return this.state.error === null ? this.props.children : <ErrorPage error={this.state.error} />
  }
}
