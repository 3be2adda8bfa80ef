extension PromptTurn.Part {
    /// The text, or nothing where the part is something else.
    var plainText: String {
        guard case .text(let text) = self else { return "" }
        return text
    }
}
