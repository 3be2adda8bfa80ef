/// Whether and which tools must be called.
enum PromptToolChoice: Hashable, Sendable {
    case auto
    case none
    /// One of the named tools; of all of them where the list is empty.
    case required([String])
}
