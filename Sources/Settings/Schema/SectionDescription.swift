/// A mapping with fixed fields, as data.
struct SectionDescription: Sendable {
    let help: String
    let fields: [FieldDescription]
    /// The name under which the JSON Schema has the section once, for sections that stand inside themselves or in many
    /// places.
    var definition: String?
    /// Whether the reference lists the section once, behind all others, under its ``definition`` in capitals.
    var isListedOnce = false
    var rules: [SectionRule] = []
    var groups: [SectionGroup] = []
    /// Pairs of fields that stand together or not at all.
    var pairs: [(String, String)] = []

    var names: [String] { fields.map(\.name) }

    /// How the reference calls the section where it lists it once; nil where it lists it in place.
    var placeholder: String? { isListedOnce ? definition?.uppercased() : nil }
}
