import JSONText

/// The member of an answer, whole or streamed, that holds what its dialect has no place for.
enum Extras {
    /// Its name: no provider's, so that it is never mistaken for one of theirs.
    static let member = "kanmon"
}
