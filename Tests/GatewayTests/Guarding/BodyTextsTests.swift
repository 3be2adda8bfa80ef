import Guardrails
import JSONText
import ModelAPI
import Testing

@testable import Gateway

@Suite("The texts of bodies")
struct BodyTextsTests {
    private func read(_ json: String, of side: BodyTexts.Side = .request) throws -> [GuardText] {
        BodyTexts(try JSONValue(parsing: Array(json.utf8)), of: side).texts
    }

    private func words(_ texts: [GuardText]) -> [String] { texts.map { String(decoding: $0.bytes, as: UTF8.self) } }

    @Test("Each text has the one who wrote it, in every dialect")
    func origins() throws {
        let chat = try read(
            #"""
            {"model":"m","messages":[{"role":"developer","content":"A"},{"content":[{"type":"text","text":"B"}],"role":"user"},
            {"role":"assistant","content":"C","reasoning_content":"D"},{"role":"tool","tool_call_id":"x","content":"E"}]}
            """#
        )
        #expect(words(chat) == ["A", "B", "C", "D", "E"])
        #expect(chat.map(\.context.origin) == [.system, .user, .assistant, .assistant, .tool])
        #expect(chat.map(\.part) == [.text, .text, .text, .reasoning, .text])

        let messages = try read(
            #"""
            {"model":"m","system":[{"type":"text","text":"A"}],"messages":[{"role":"user","content":[
            {"type":"tool_result","tool_use_id":"t","content":[{"type":"text","text":"B"}]},
            {"type":"document","source":{"type":"base64","media_type":"text/plain","data":"Qg=="},"title":"C"}]},
            {"role":"assistant","content":[{"type":"thinking","thinking":"D","signature":"s"}]}]}
            """#
        )
        #expect(words(messages) == ["A", "B", "B", "C", "D"])
        #expect(messages.map(\.context.origin) == [.system, .tool, .document, .document, .assistant])

        let gemini = try read(
            #"""
            {"systemInstruction":{"parts":[{"text":"A"}]},"contents":[{"role":"user","parts":[{"text":"B"}]},
            {"role":"model","parts":[{"text":"C","thought":true},{"functionCall":{"name":"f","args":{"q":"D"}}}]},
            {"role":"user","parts":[{"functionResponse":{"name":"f","response":{"r":"E"}}}]}]}
            """#
        )
        #expect(words(gemini) == ["A", "B", "C", "D", "E"])
        #expect(gemini.map(\.context.origin) == [.system, .user, .assistant, .assistant, .tool])
        #expect(gemini.map(\.context.fieldName) == [nil, nil, nil, "q", "r"])
    }

    @Test("The words of the form are no texts; fields that nobody knows are")
    func form() throws {
        let texts = try read(
            #"""
            {"model":"m","stream":true,"max_tokens":1000000,"user":"u1","x_vendor":{"notes":["N"]},
            "messages":[{"role":"user","name":"Taro","content":[
            {"type":"image_url","image_url":{"url":"data:image/png;base64,AAAA","detail":"low"}},
            {"type":"input_audio","input_audio":{"data":"AAAA","format":"wav"}}]}],
            "tools":[{"type":"function","function":{"name":"f","description":"T","parameters":{"type":"object","required":["a"]}}}]}
            """#
        )
        #expect(Set(words(texts)) == ["u1", "N", "Taro", "T", "low", "wav"])
    }

    @Test("JSON within strings is looked into by the names of its fields, and stays JSON")
    func nested() throws {
        let json =
            #"{"messages":[{"role":"assistant","tool_calls":[{"id":"c","type":"function","function":{"name":"f","arguments":"{\"氏名\": \"山田\", \"n\": 123456}"}}]}]}"#
        var tree = try JSONValue(parsing: Array(json.utf8))
        let texts = BodyTexts(tree, of: .request).texts
        #expect(words(texts) == ["山田", "123456"])
        #expect(texts.map(\.context.fieldName) == ["氏名", "n"])
        BodyTexts.replace([1: Array("<N_1>".utf8)], in: &tree, of: .request)
        let arguments = tree["messages"]?[0]?["tool_calls"]?[0]?["function"]?["arguments"]?.string
        let inner = try JSONValue(parsing: Array((arguments ?? "").utf8))
        #expect(inner == ["氏名": "山田", "n": "<N_1>"])
        #expect(tree["messages"]?[0]?["tool_calls"]?[0]?["function"]?["name"]?.string == "f")
    }

    @Test("Only what is replaced changes, also in attached texts and under repeated names")
    func replace() throws {
        let json =
            #"{"a":1.50,"messages":[{"role":"user","content":"x","content":"y"},{"source":{"media_type":"text/plain","data":"eA=="}}]}"#
        var tree = try JSONValue(parsing: Array(json.utf8))
        let before = tree.bytes
        BodyTexts.replace([:], in: &tree, of: .request)
        #expect(tree.bytes == before)
        #expect(words(BodyTexts(tree, of: .request).texts) == ["x", "y", "x"])
        BodyTexts.replace([0: [0x31], 1: [0x32], 2: [0x33]], in: &tree, of: .request)
        #expect(
            String(decoding: tree.bytes, as: UTF8.self)
                == #"{"a":1.50,"messages":[{"role":"user","content":"1","content":"2"},{"source":{"media_type":"text/plain","data":"Mw=="}}]}"#
        )
    }

    @Test(
        "Attached texts are looked at, however they are written",
        arguments: [
            (#"{"source":{"type":"text","media_type":"text/plain","data":"山田"}}"#, #""data":"X""#),
            (#"{"source":{"type":"base64","media_type":"text/csv","data":"5bGx55Sw"}}"#, #""data":"WA==""#),
            (#"{"source":{"type":"base64","media_type":"text/plain","data":"山田"}}"#, #""data":"X""#),
            (#"{"inlineData":{"mimeType":"text/plain","data":"5bGx55Sw"}}"#, #""data":"WA==""#),
            (
                #"{"file":{"filename":"a","file_data":"data:text/plain;base64,5bGx55Sw"}}"#,
                #""file_data":"data:text/plain;base64,WA==""#
            ),
            (
                #"{"file":{"filename":"a","file_data":"data:text/plain;charset=utf-8;base64,5bGx55Sw"}}"#,
                #""file_data":"data:text/plain;charset=utf-8;base64,WA==""#
            ),
            (#"{"x":{"data":["山田"]}}"#, #""data":["X"]"#),
        ]
    )
    func attached(part: String, expected: String) throws {
        var tree = try JSONValue(parsing: Array(#"{"messages":[{"role":"user","content":[\#(part)]}]}"#.utf8))
        let texts = BodyTexts(tree, of: .request).texts
        let place = try #require(words(texts).firstIndex(of: "山田"))
        BodyTexts.replace([place: Array("X".utf8)], in: &tree, of: .request)
        #expect(String(decoding: tree.bytes, as: UTF8.self).contains(expected))
        #expect(!words(BodyTexts(tree, of: .request).texts).contains("山田"))
    }

    @Test(
        "Attached files that are no texts are not",
        arguments: [
            #"{"source":{"type":"base64","media_type":"application/pdf","data":"5bGx55Sw"}}"#,
            #"{"file":{"filename":"a","file_data":"data:application/pdf;base64,5bGx55Sw"}}"#,
            #"{"input_audio":{"data":"5bGx55Sw","format":"wav"}}"#,
        ]
    )
    func binary(part: String) throws {
        let texts = try read(#"{"messages":[{"role":"user","content":[\#(part)]}]}"#)
        #expect(!words(texts).contains("山田") && !words(texts).contains { $0.contains("5bGx") })
    }

    @Test("An answer's choices are told apart")
    func choices() throws {
        let texts = try read(
            #"{"id":"i","choices":[{"index":0,"message":{"role":"assistant","content":"A"}},{"index":1,"message":{"content":"B"}}]}"#,
            of: .answer
        )
        #expect(words(texts) == ["A", "B"])
        #expect(texts.map(\.choice) == [0, 1])
        #expect(texts.allSatisfy { $0.context.origin == .assistant })
    }

    @Test("Tokens where texts could be are noticed")
    func tokens() throws {
        #expect(BodyTexts.hasTokens(["input": [1, 2]]))
        #expect(BodyTexts.hasTokens(["input": [[1, 2]]]))
        #expect(!BodyTexts.hasTokens(["input": ["a", "b"]]))
        #expect(!BodyTexts.hasTokens(["input": "a"]))
    }
}
