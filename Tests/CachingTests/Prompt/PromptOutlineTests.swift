import Caching
import JSONText
import ModelAPI
import Testing

@Suite("The pieces of a prompt")
struct PromptOutlineTests {
    @Test("are tools, instructions and turns in the order in which providers put them together")
    func order() throws {
        let body = #"""
            {"messages":[{"role":"user","content":[{"type":"text","text":"a"},{"type":"text","text":"b"}]},
            {"role":"assistant","content":"c"}],"system":[{"type":"text","text":"s"}],"tools":[{"name":"t"}]}
            """#
        let outline = try #require(Prompts.outline(body))
        #expect(outline.pieces.map(\.part) == [.tools, .system, .turns, .turns, .turns])
        #expect(outline.pieces.map(\.turn) == [0, 0, 0, 0, 1])
        #expect(outline.pieces.map(\.form) == [.object, .object, .object, .object, .text])
        #expect(outline.headCount == 2)
        let bytes = Array(body.utf8)
        #expect(String(decoding: bytes[outline.pieces[4].range], as: UTF8.self) == #""c""#)
    }

    @Test(
        "take a breakpoint only where the API does",
        arguments: [
            (#"{"type":"thinking","thinking":"x","signature":"y"}"#, PromptPiece.Form.none),
            (#"{"type":"redacted_thinking","data":"x"}"#, .none), (#"{"type":"text","text":""}"#, .none),
            (#"{"type":"text","text":" \n"}"#, .none), (#"{"type":"text"}"#, .none), (#"{"type":"new"}"#, .none),
            ("1", .none), (#"{"type":"text","text":"x","cache_control":null}"#, .none),
            (#"{"type":"text","text":"x"}"#, .object), (#"{"type":"image","source":{}}"#, .object),
            (#"{"type":"document","source":{}}"#, .object), (#"{"type":"tool_use","id":"a"}"#, .object),
            (#"{"type":"tool_result","tool_use_id":"a"}"#, .object),
        ]
    )
    func forms(block: String, form: PromptPiece.Form) throws {
        let outline = try #require(Prompts.outline(#"{"messages":[{"role":"user","content":[\#(block)]}]}"#))
        #expect(outline.pieces.first?.form == form)
    }

    @Test("of tools that are loaded later take none")
    func deferred() throws {
        let outline = try #require(Prompts.outline(#"{"tools":[{"name":"a"},{"name":"b","defer_loading":true}]}"#))
        #expect(outline.pieces.map(\.form) == [.object, .none])
    }

    @Test(
        "know of the caller's own breakpoints, wherever they stand",
        arguments: [
            #"{"cache_control":{"type":"ephemeral"},"messages":[]}"#,
            #"{"tools":[{"name":"a","cache_control":{"type":"ephemeral"}}],"messages":[]}"#,
            #"{"messages":[{"role":"user","content":[{"type":"text","text":"a","cache_control":{"type":"ephemeral"}}]}]}"#,
            #"{"messages":[{"role":"user","content":[{"type":"text","text":"a","\u0063ache_control":{}}]}]}"#,
            #"{"messages":[{"role":"user","content":[{"type":"tool_result","content":[{"type":"text","text":"a","cache_control":{}}]}]}]}"#,
        ]
    )
    func marks(body: String) throws {
        #expect(try #require(Prompts.outline(body)).hasMarks)
    }

    @Test("do not take words in a text for breakpoints")
    func words() throws {
        let body = #"{"messages":[{"role":"user","content":"say \"cache_control\": {} twice"}]}"#
        #expect(try !#require(Prompts.outline(body)).hasMarks)
    }

    @Test("say the same with and without a breakpoint, wherever in the block it stands")
    func withoutMarks() throws {
        func digest(_ block: String) throws -> CacheDigest? {
            try #require(Prompts.outline(#"{"messages":[{"role":"user","content":[\#(block)]}]}"#)).pieces.first?.digest
        }
        let control = #""cache_control":{"type":"ephemeral"}"#
        let plain = try digest(#"{"type":"text","text":"a"}"#)
        #expect(try digest(#"{\#(control),"type":"text","text":"a"}"#) == plain)
        #expect(try digest(#"{"type":"text",\#(control),"text":"a"}"#) == plain)
        #expect(try digest(#"{"type":"text","text":"a",\#(control)}"#) == plain)
        #expect(try digest(#"{"type":"text","text":"a" , \#(control) }"#) != nil)
        #expect(try digest(#"{"type":"text","text":"b"}"#) != plain)
    }

    @Test("differ by role, place and every byte")
    func differ() throws {
        func digest(_ role: String, _ text: String) throws -> CacheDigest? {
            try #require(Prompts.outline(#"{"messages":[{"role":"\#(role)","content":"\#(text)"}]}"#)).pieces.first?
                .digest
        }
        #expect(try digest("user", "a") != digest("assistant", "a"))
        #expect(try digest("user", "a") != digest("user", "a "))
        let two = try #require(Prompts.outline(Prompts.anthropic(turns: ["a", "b", "a"])))
        #expect(two.pieces[0].digest != two.pieces[2].digest)
    }

    @Test("are found in OpenAI's and Gemini's requests too")
    func otherDialects() throws {
        let openAI = try #require(
            Prompts.outline(
                #"{"messages":[{"role":"system","content":"s"},{"role":"developer","content":"d"},{"role":"user","content":"u"},{"role":"system","content":"late"}],"tools":[{"type":"function"}],"prompt_cache_key":"k"}"#,
                .openAIChat
            )
        )
        #expect(openAI.pieces.map(\.part) == [.tools, .system, .system, .turns, .turns])
        #expect(openAI.hasCacheKey)
        let gemini = try #require(
            Prompts.outline(#"{"contents":[{"parts":[]}],"system_instruction":{},"tools":[{}]}"#, .gemini)
        )
        #expect(gemini.pieces.map(\.part) == [.tools, .system, .turns])
    }

    @Test(
        "are none of what is no request",
        arguments: ["", "[]", "{", #"{"messages":[{]}"#, #"{"messages":[1]}"#, #"{"messages":["a"]}"#]
    )
    func broken(body: String) {
        #expect(Prompts.outline(body) == nil)
    }

    @Test(
        "of other types than expected are no danger",
        arguments: [
            #"{"messages":1}"#, #"{"messages":[{"role":1,"content":2}]}"#, #"{"tools":{},"system":1,"messages":null}"#,
            #"{"cache_control":1,"messages":[]}"#, #"{"system":null}"#, #"{"messages":[{}]}"#,
        ]
    )
    func oddTypes(body: String) {
        _ = Prompts.outline(body)
    }
}
