import JSONText

/// One field of a section, as data.
struct FieldDescription: Sendable {
    let name: String
    let shape: Shape
    let help: String
    let isRequired: Bool
    let fallback: Fallback

    /// What counts where the field is absent.
    enum Fallback: Sendable {
        case nothing
        /// A value, as a document would write it.
        case value(JSONValue)
        /// A value that is not a constant, in words.
        case words(String)
    }
}
