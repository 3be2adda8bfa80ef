/// Fields of a section that exclude each other.
struct SectionGroup: Sendable {
    let names: [String]
    /// Whether one of them must be there.
    var isRequired = false
}
