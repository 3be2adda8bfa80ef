import HTTPWire
import ModelAPI
import Testing

@testable import Gateway

@Suite("Router")
struct RouterTests {
    private func head(_ method: String, _ target: String, fields: String = "") throws -> RequestHead {
        let text = "\(method) \(target) HTTP/1.1\r\nhost: h\r\n\(fields)\r\n"
        return try RequestHead(parsing: Array(text.utf8), limits: .init())
    }

    private static let routes: [(String, String, Route)] = [
        ("POST", "/v1/chat/completions", Route(operation: .chat, dialect: .openAIChat)),
        ("POST", "/v1/messages?beta=true", Route(operation: .chat, dialect: .anthropicMessages)),
        ("POST", "/v1/messages/count_tokens", Route(operation: .countTokens, dialect: .anthropicMessages)),
        ("GET", "/v1/models", Route(operation: .listModels, dialect: .openAIChat)),
        ("GET", "/v1/models/a/b", Route(operation: .showModel, dialect: .openAIChat, model: "a/b")),
        ("GET", "/v1beta/models", Route(operation: .listModels, dialect: .gemini)),
        ("GET", "/v1beta/models/x", Route(operation: .showModel, dialect: .gemini, model: "x")),
        ("HEAD", "/healthz", Route(operation: .health, dialect: .openAIChat)),
        (
            "POST", "/v1beta/models/claude/claude-sonnet-4-5:generateContent",
            Route(operation: .chat, dialect: .gemini, model: "claude/claude-sonnet-4-5", stream: false)
        ),
        (
            "POST", "/v1beta/models/a%2Fb%3Ac:streamGenerateContent?alt=sse",
            Route(operation: .chat, dialect: .gemini, model: "a/b:c", stream: true)
        ),
        (
            "POST", "/v1beta/models/a:b:streamGenerateContent?key=k",
            Route(operation: .chat, dialect: .gemini, model: "a:b", stream: true, framing: .jsonArray)
        ),
        (
            "POST", "/v1/models/a:generateContent",
            Route(operation: .chat, dialect: .gemini, model: "a", stream: false)
        ),
        ("POST", "/v1beta/models/a:countTokens", Route(operation: .countTokens, dialect: .gemini, model: "a")),
    ]

    @Test("finds what is asked for", arguments: routes)
    func finds(method: String, target: String, route: Route) throws {
        #expect(try Router.route(head(method, target)) == route)
    }

    @Test("lists models in Anthropic's shape for Anthropic's clients")
    func anthropicModels() throws {
        let route = try Router.route(head("GET", "/v1/models", fields: "anthropic-version: 2023-06-01\r\n"))
        #expect(route.dialect == .anthropicMessages)
    }

    @Test(
        "knows no other spelling of a path",
        arguments: [
            "/v1//chat/completions", "//v1/chat/completions", "/v1/chat/completions/", "/v1/chat/%63ompletions",
            "/v1/./chat/completions", "/v1/x/../chat/completions", "/v1/%2e%2e/v1/chat/completions",
            "/V1/chat/completions",
            "/v1/chat/completions;x", "/v1/chat/completions.", "/v1%2fchat/completions", "/",
            "/v1beta/models/:generateContent",
            "/v1beta/models/a%zz:generateContent", "/v1beta/models/a%00:generateContent",
            "/v1beta/models/%ff:generateContent",
        ]
    )
    func refuses(path: String) throws {
        let head = try head("POST", path)
        #expect { try Router.route(head) } throws: { ($0 as? APIError)?.status == 404 }
    }

    @Test("refuses the wrong method", arguments: ["GET", "PUT", "DELETE", "post"])
    func methods(method: String) throws {
        let head = try head(method, "/v1/chat/completions")
        #expect { try Router.route(head) } throws: { ($0 as? APIError)?.kind == .methodNotAllowed }
    }
}
