import JSONText

/// The models that an Ollama has pulled.
enum OllamaModels {
    /// A list longer than this is no help in choosing.
    private static let most = 200
    private static let longestName = 200

    /// Reads the names from an answer to `GET /api/tags` (Ollama's API documentation, "List Local Models").
    /// - Returns: none where the answer has another form: whoever gave it may still be asked for models.
    static func names(in answer: [UInt8]) -> [String] {
        // Only the form is in question here, and another one is no error.
        guard let document = try? JSONValue(parsing: answer), let models = document["models"]?.array else { return [] }
        return models.lazy.compactMap { $0["model"]?.string ?? $0["name"]?.string }
            .filter { !$0.isEmpty && $0.utf8.count <= longestName && $0.utf8.allSatisfy(\.isVisible) }
            .prefix(most).map { $0 }
    }
}
