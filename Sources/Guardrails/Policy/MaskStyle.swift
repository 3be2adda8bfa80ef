/// What stands in the place of a value that is masked.
public enum MaskStyle: Sendable, Hashable {
    /// A numbered placeholder, `<PERSON_1>`: the same value has the same one within a conversation.
    case numbered
    /// The value with all but its last letters and digits as `*`; of a short value nothing is kept.
    case last(Int)
    /// The kind alone: `<PERSON_NAME>`.
    case typeName
}
