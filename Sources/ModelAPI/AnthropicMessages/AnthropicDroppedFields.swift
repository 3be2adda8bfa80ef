/// The names of fields that get lost, in order, each once.
struct AnthropicDroppedFields: Sendable {
    private(set) var names: [String] = []
    private var seen: Set<String> = []

    mutating func add(_ name: String) {
        if seen.insert(name).inserted { names.append(name) }
    }

    mutating func add(_ others: AnthropicDroppedFields) {
        for name in others.names { add(name) }
    }
}
