public import Guardrails

/// What a guardrail looks for.
public enum GuardrailKind: Sendable, Hashable {
    /// Personal data, and secrets among it.
    case pii
    /// Keys, tokens, passwords.
    case secrets
    /// Attempts to change what the model was told to do.
    case injection
    /// Words of a list. In a configuration that was loaded, it compiles.
    case words(WordList)
    /// Expressions of the operator's own, with names that are unique. In a configuration that was loaded, they compile.
    case patterns([CustomPattern])
    /// Texts in other languages: than those listed or, where none is, than that of the question.
    case language(languages: [LanguageGuess.Language], sameAsInput: Bool)
    /// Something about whole answers.
    case output(OutputCheckConfiguration)
    /// What a service outside says.
    case adapter(GuardAdapterConfiguration)
}
