/// A place that a rule takes for a name, in scalars.
struct NameSpan {
    var range: Range<Int>
    var score: Double
    var rule: String
}
