/// The names of the fields that get lost on the way to a provider, in order, each once.
struct OpenAIChatDroppedFields {
    /// The names.
    private(set) var names: [String] = []
    private var seen: Set<String> = []

    /// Notes a field.
    mutating func note(_ name: String) {
        if seen.insert(name).inserted { names.append(name) }
    }

    /// Notes a field if it is lost.
    mutating func note(_ name: String, if isLost: Bool) {
        if isLost { note(name) }
    }
}
