/// Whether the model is to think, and what of it is shown.
struct ThinkingRequest: Hashable, Sendable {
    var isOn = false
    /// Whether the thoughts' text is part of the answer.
    var showsText = false
    /// How many tokens the hidden thinking takes, where no text is written at all.
    var hiddenTokens: Int?
}
