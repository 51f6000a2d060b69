import { createStore } from 'zustand/vanilla'

/** Whether the goal form is open, and the title it starts from; one form per room screen. */
export const goalFormState = createStore<{ open: boolean; title: string }>(() => ({ open: false, title: '' }))

export const openGoalForm = (title = ''): void => goalFormState.setState({ open: true, title })
export const closeGoalForm = (): void => goalFormState.setState({ open: false, title: '' })
