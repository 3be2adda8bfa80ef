/// Where a value stands in a request, written as the dialect's error messages write it.
struct FieldPath: Hashable, Sendable {
    enum Step: Hashable, Sendable {
        case name(String)
        case index(Int)
    }

    let dialect: Dialect
    var steps: [Step] = []

    func appending(_ step: Step) -> FieldPath { FieldPath(dialect: dialect, steps: steps + [step]) }

    /// `messages[0].content` at OpenAI and Google, `messages.0.content` at Anthropic.
    var text: String {
        var out = ""
        for step in steps {
            switch step {
            case .name(let name): out += out.isEmpty ? name : ".\(name)"
            case .index(let index): out += dialect == .anthropic ? ".\(index)" : "[\(index)]"
            }
        }
        return out
    }
}
