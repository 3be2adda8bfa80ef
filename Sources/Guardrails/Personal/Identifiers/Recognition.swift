/// What a rule made of a candidate.
struct Recognition {
    /// How far the form itself proves it.
    enum Proof {
        /// A check digit is right.
        case checked
        /// The form has no check digit that is published.
        case formed
        /// A check digit is wrong.
        case broken
    }

    /// The groups of digits it covers.
    var groups: Range<Int>
    /// The bytes to report.
    var range: Range<Int>
    var proof: Proof
    /// Whether it is grouped as people write such numbers.
    var isGrouped = false
    /// What kind of candidate it is within its rule: the second half of the finding's rule.
    var variant: String?
    /// Scores that depend on the variant; otherwise the rule's.
    var scores: IdentifierRule.Scores?
    /// Another type than the rule's.
    var type: FindingType?
}
