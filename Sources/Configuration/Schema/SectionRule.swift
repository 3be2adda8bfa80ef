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
