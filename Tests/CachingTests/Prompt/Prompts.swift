import Caching
import JSONText
import ModelAPI

/// Prompts for the tests of providers' caches.
enum Prompts {
    /// A text of about so many tokens, another one for each name.
    static func text(_ tokens: Int, _ name: String = "x") -> String {
        String(repeating: "\(name) word. ", count: max(1, tokens * 4 / (name.utf8.count + 7)))
    }

    static func outline(_ body: String, _ dialect: DialectID = .anthropicMessages) -> PromptOutline? {
        PromptOutline(of: Array(body.utf8).span, in: dialect)
    }

    static func outline(_ body: [UInt8], _ dialect: DialectID) -> PromptOutline? {
        PromptOutline(of: body.span, in: dialect)
    }

    /// An Anthropic request.
    static func anthropic(
        tools: [String] = [],
        system: String? = nil,
        turns: [String],
        more: String = ""
    ) -> String {
        let tools = tools.isEmpty ? "" : #""tools":[\#(tools.map(tool).joined(separator: ","))],"#
        let system = system.map { #""system":\#(JSONValue.string($0).text),"# } ?? ""
        let messages = turns.enumerated().map { index, text in
            #"{"role":"\#(index.isMultiple(of: 2) ? "user" : "assistant")","content":\#(JSONValue.string(text).text)}"#
        }
        return
            #"{"model":"m","max_tokens":9,\#(tools)\#(system)"messages":[\#(messages.joined(separator: ","))]\#(more)}"#
    }

    static func tool(_ name: String) -> String {
        #"{"name":"\#(name)","description":"\#(text(300, name))","input_schema":{"type":"object"}}"#
    }

    static func points(
        _ outline: PromptOutline,
        tenant: CacheTenant = .team("a"),
        subject: String = "claude/m",
        minimum: Int = 1024
    ) -> PrefixPoints {
        PrefixPoints(of: outline, tenant: tenant, subject: subject, minimum: minimum)
    }

    static func at(_ seconds: Int) -> CacheInstant { CacheInstant(milliseconds: Int64(seconds) * 1000) }
}
