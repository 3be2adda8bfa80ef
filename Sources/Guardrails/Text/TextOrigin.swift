/// Who wrote a text: detectors trust a user's question more than a page that a tool brought.
public enum TextOrigin: String, Sendable, Hashable, CaseIterable {
    /// The application's own instructions.
    case system
    /// What a person asked.
    case user
    /// What the model said: reasoning too.
    case assistant
    /// What a tool answered.
    case tool
    /// A file or a page that is quoted.
    case document
}
