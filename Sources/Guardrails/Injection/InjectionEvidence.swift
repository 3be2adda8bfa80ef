/// What one text gives away, before conversations are looked at.
struct InjectionEvidence {
    /// What the n-gram model's opinion is called among the reasons.
    static let modelRule = "model"

    /// The sum of all weights, in the logarithm of the odds, without the bias.
    var weight = 0.0
    /// Whether hidden writing alone is enough to act.
    var isSmuggled = false
    var reasons: [InjectionVerdict.Reason] = []
    /// Whether the text is the model's refusal.
    var isRefusal = false

    mutating func add(_ rule: String, _ weight: Double, message: Int, range: Range<Int>? = nil) {
        self.weight += weight
        reasons.append(InjectionVerdict.Reason(rule: rule, weight: weight, message: message, range: range))
    }
}
