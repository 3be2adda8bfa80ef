/// A link of an answer.
struct Link {
    /// What becomes of it.
    enum Kind {
        /// It is fetched when the answer is shown.
        case image
        case embedded
        /// It waits for a click.
        case link
        case bare
    }

    var kind: Kind
    /// Where its address stands.
    var range: Range<Int>
    /// Where it may lead; more than one where programs read it differently.
    var addresses: [LinkAddress]
}
