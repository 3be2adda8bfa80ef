import ModelAPI

extension Dialect {
    /// The names of lost fields, in order, each once.
    func names(of fields: [LostField], in request: ChatRequest) -> [String] {
        var names: [String] = []
        for name in fields.flatMap({ self.names(of: $0, in: request) }) where !names.contains(name) {
            names.append(name)
        }
        return names
    }
}
