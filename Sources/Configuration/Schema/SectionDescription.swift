import JSONText

/// A mapping with fixed fields, as data.
struct SectionDescription: Sendable {
    let help: String
    let fields: [FieldDescription]
    var rules: [SectionRule] = []
    /// Pairs of fields that stand together or not at all.
    var pairs: [(String, String)] = []

    var names: [String] { fields.map(\.name) }
}

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

/// What the value of one field of a section demands of the others.
struct SectionRule: Sendable {
    /// The deciding field, a choice.
    let field: String
    /// The values the rule is for.
    let values: [String]
    /// Fields that must be there.
    var required: [String] = []
    /// Fields that would have no effect and are refused.
    var forbidden: [String] = []
}
