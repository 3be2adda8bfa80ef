/// On which side of the model a guardrail looks.
public enum GuardStage: String, Sendable, Hashable, CaseIterable {
    /// What goes to the model: instructions, questions, tool results, documents, inputs of embeddings.
    case input
    /// What comes from it: text, reasoning, arguments of tool calls; stored answers too.
    case output
}
