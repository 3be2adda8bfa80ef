import Caching
import JSONText
import ModelAPI

/// Requests for the tests of keys.
enum Questions {
    static let context = CacheContext(tenant: .team("t"), model: "chat")

    static func digest(
        _ text: String,
        _ surface: DialectID = .openAIChat,
        stream: Bool? = nil,
        in context: CacheContext = context
    ) throws -> CacheDigest {
        let body = try JSONValue(parsing: text)
        let model = surface == .gemini ? "chat" : nil
        let request = try Dialects.dialect(surface).readRequest(body, model: model, stream: stream)
        return CacheDigest(of: request, from: surface, in: context)
    }

    /// A body with one member more, or with another value for one it has.
    static func body(_ base: String, _ members: String...) -> String {
        guard let base = try? JSONValue(parsing: base), var object = base.object else { return "" }
        for member in members {
            for member in (try? JSONValue(parsing: "{\(member)}"))?.object?.members ?? [] {
                object[member.name] = member.value
            }
        }
        return JSONValue.object(object).text
    }
}
