import JSONText

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Asks a running gateway for the vectors of texts.
struct GatewayEmbeddings {
    /// What the key is read from. It is no argument: others on the machine can read those.
    static let keyVariable = "KANMON_API_KEY"
    static let standardURL = "http://127.0.0.1:4000"
    /// The most texts of one request.
    static let most = 96
    /// The most bytes of an answer: long vectors, in digits.
    private static let limit = 64 << 20

    private let url: String
    private let model: String
    private let dimensions: Int?

    /// - Parameters:
    ///   - url: the gateway; `nil` for the one of the environment, or that of this machine.
    ///   - model: the embedding model.
    ///   - dimensions: how many components are asked for; `nil` for as many as it gives.
    init(url: String?, model: String, dimensions: Int?) {
        let environment = ProcessInfo.processInfo.environment
        self.url = url ?? environment[AdminOptions.urlVariable] ?? Self.standardURL
        self.model = model
        self.dimensions = dimensions
    }

    /// The vectors of texts, in their order.
    /// - Throws: ``CommandFailure`` where there is no vector for one of them.
    func vectors(of texts: [String]) async throws(CommandFailure) -> [[Float]] {
        var body: JSONObject = [
            "model": .string(model), "input": .array(texts.map(JSONValue.string)), "encoding_format": "float",
        ]
        if let dimensions { body.append("dimensions", JSONValue(dimensions)) }
        var fields = [(name: "content-type", value: "application/json")]
        if let key = ProcessInfo.processInfo.environment[Self.keyVariable] {
            fields.append((name: "authorization", value: "Bearer \(key)"))
        }
        let answer = try await HTTPFetch.answer(
            HTTPFetch.Request(
                method: "POST",
                base: url,
                target: "/v1/embeddings",
                fields: fields,
                body: JSONValue.object(body).bytes
            ),
            limit: Self.limit
        )
        let tree = try? JSONValue(parsing: answer.body)
        guard answer.status == 200 else {
            let message = tree?["error"]?["message"]?.string ?? "no reason was given"
            throw CommandFailure("\(url): status \(answer.status): \(message)")
        }
        var vectors = [[Float]?](repeating: nil, count: texts.count)
        for (place, element) in (tree?["data"]?.array ?? []).enumerated() {
            let index = element["index"]?.int ?? place
            guard vectors.indices.contains(index) else { continue }
            vectors[index] = element["embedding"]?.array?.compactMap { $0.number.map { Float($0.double) } }
        }
        return try vectors.map { vector throws(CommandFailure) in
            guard let vector, !vector.isEmpty else { throw CommandFailure("\(url): a text has no vector") }
            return vector
        }
    }
}
