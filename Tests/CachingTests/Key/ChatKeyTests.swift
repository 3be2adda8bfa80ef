import Caching
import JSONText
import ModelAPI
import Testing

@Suite struct ChatKeyTests {
    private static let openAI = #"""
        {"model":"chat","messages":[{"role":"system","content":"Be brief."},{"role":"user","content":"Hi"}],
        "max_tokens":100,"temperature":0.5,"stop":["X"],
        "tools":[{"type":"function","function":{"name":"f","description":"d",
        "parameters":{"type":"object","properties":{"a":{"type":"string"},"b":{"type":"integer","minimum":1}}}}}]}
        """#
    private static let anthropic = #"""
        {"model":"chat","max_tokens":100,"temperature":0.5,"stop_sequences":["X"],"system":"Be brief.",
        "messages":[{"role":"user","content":[{"type":"text","text":"Hi"}]}],
        "tools":[{"name":"f","description":"d",
        "input_schema":{"type":"object","properties":{"b":{"minimum":1,"type":"integer"},"a":{"type":"string"}}}}]}
        """#
    private static let gemini = #"""
        {"systemInstruction":{"parts":[{"text":"Be brief."}]},"contents":[{"role":"user","parts":[{"text":"Hi"}]}],
        "generationConfig":{"maxOutputTokens":100,"temperature":0.50,"stopSequences":["X"]},
        "tools":[{"functionDeclarations":[{"name":"f","description":"d","parameters":{"type":"OBJECT",
        "properties":{"a":{"type":"STRING"},"b":{"type":"INTEGER","minimum":1}}}}]}]}
        """#

    @Test func `the same question has one key on every surface, whole and streamed`() throws {
        let digest = try Questions.digest(Self.openAI)
        #expect(try Questions.digest(Self.anthropic, .anthropicMessages) == digest)
        #expect(try Questions.digest(Self.gemini, .gemini) == digest)
        #expect(try Questions.digest(Questions.body(Self.openAI, #""stream":true"#)) == digest)
        #expect(try Questions.digest(Questions.body(Self.anthropic, #""stream":true"#), .anthropicMessages) == digest)
        #expect(try Questions.digest(Self.gemini, .gemini, stream: true) == digest)
    }

    private static let conversations: [(DialectID, String)] = [
        (
            .openAIChat,
            #"""
            {"model":"chat","max_tokens":9,"messages":[{"role":"user","content":"Weather?"},
            {"role":"assistant","content":"","tool_calls":[
            {"id":"call_1","type":"function","function":{"name":"w","arguments":"{\"city\": \"Tokyo\", \"n\": 1.0}"}},
            {"id":"call_2","type":"function","function":{"name":"w","arguments":"{\"city\":\"Kyoto\",\"n\":2}"}}]},
            {"role":"tool","tool_call_id":"call_1","content":"sunny"},
            {"role":"tool","tool_call_id":"call_2","content":"rain"},{"role":"user","content":"And?"}]}
            """#
        ),
        (
            .anthropicMessages,
            #"""
            {"model":"chat","max_tokens":9,"messages":[{"role":"user","content":"Weather?"},
            {"role":"assistant","content":[{"type":"tool_use","id":"toolu_a","name":"w","input":{"n":1,"city":"Tokyo"}},
            {"type":"tool_use","id":"toolu_b","name":"w","input":{"n":2,"city":"Kyoto"}}]},
            {"role":"user","content":[{"type":"tool_result","tool_use_id":"toolu_a","content":"sunny"},
            {"type":"tool_result","tool_use_id":"toolu_b","content":[{"type":"text","text":"rain"}]},
            {"type":"text","text":"And?"}]}]}
            """#
        ),
        (
            .gemini,
            #"""
            {"generationConfig":{"maxOutputTokens":9},"contents":[{"role":"user","parts":[{"text":"Weather?"}]},
            {"role":"model","parts":[{"functionCall":{"name":"w","args":{"city":"Tokyo","n":1}}},
            {"functionCall":{"name":"w","args":{"city":"Kyoto","n":2}}}]},
            {"role":"user","parts":[{"functionResponse":{"name":"w","response":{"result":"sunny"}}},
            {"functionResponse":{"name":"w","response":{"result":"rain"}}},{"text":"And?"}]}]}
            """#
        ),
    ]

    @Test func `conversations with tools have one key on every surface, whatever the ids of calls`() throws {
        let digests = try Self.conversations.map { try Questions.digest($0.1, $0.0) }
        #expect(Set(digests).count == 1)
    }

    @Test func `which result belongs to which call counts`() throws {
        let body = Self.conversations[0].1
        let swapped = body.replacing(#""tool_call_id":"call_1""#, with: #""tool_call_id":"call_X""#)
            .replacing(#""tool_call_id":"call_2""#, with: #""tool_call_id":"call_1""#)
            .replacing(#""tool_call_id":"call_X""#, with: #""tool_call_id":"call_2""#)
        #expect(try Questions.digest(body) != Questions.digest(swapped))
    }

    /// One member each, all different questions, the base included.
    private static let members: [DialectID: [String]] = [
        .openAIChat: [
            #""max_tokens":101"#, #""temperature":0.51"#, #""temperature":null"#, #""top_p":0.5"#, #""top_k":4"#,
            #""frequency_penalty":1"#, #""presence_penalty":1"#, #""seed":1"#, #""seed":2"#,
            #""seed":12345678901234567890"#,
            #""seed":12345678901234567891"#, #""logit_bias":{"50256":-100}"#, #""stop":["X","Y"]"#,
            #""stop":["Y","X"]"#,
            #""stop":[]"#, #""n":2"#, #""logprobs":true"#, #""logprobs":true,"top_logprobs":3"#,
            #""response_format":{"type":"json_object"}"#,
            #""response_format":{"type":"json_schema","json_schema":{"name":"a","schema":{"type":"object"}}}"#,
            #""response_format":{"type":"json_schema","json_schema":{"name":"b","schema":{"type":"object"}}}"#,
            #""response_format":{"type":"json_schema","json_schema":{"name":"a","schema":{"type":"string"}}}"#,
            #""response_format":{"type":"json_schema","json_schema":{"name":"a","strict":true,"schema":{"type":"object"}}}"#,
            #""response_format":{"type":"json_schema","json_schema":{"name":"a","description":"x","schema":{"type":"object"}}}"#,
            #""reasoning_effort":"low""#, #""reasoning_effort":"high""#, #""reasoning_effort":"none""#,
            #""thinking":{"type":"enabled","budget_tokens":2000}"#, #""thinking":{"type":"adaptive"}"#,
            #""tool_choice":"none""#, #""tool_choice":"required""#,
            #""tool_choice":{"type":"function","function":{"name":"f"}}"#,
            #""tool_choice":{"type":"allowed_tools","allowed_tools":{"mode":"auto","tools":[{"type":"function","name":"f"}]}}"#,
            #""parallel_tool_calls":false"#, #""service_tier":"flex""#, #""verbosity":"low""#,
            #""modalities":["audio"]"#,
            #""prediction":{"type":"content","content":"x"}"#, #""web_search_options":{}"#, #""anything":1"#,
            #""anything":2"#,
            #""other":1"#, #""repetition_penalty":1.1"#, #""store":true"#, #""tools":[]"#,
            #""tools":[{"type":"function","function":{"name":"g","description":"d"}}]"#,
            #""tools":[{"type":"function","function":{"name":"f","description":"e"}}]"#,
            #""tools":[{"type":"function","function":{"name":"f","description":"d"}}]"#,
            #""tools":[{"type":"function","function":{"name":"f","description":"d","strict":true}}]"#,
            #""tools":[{"type":"custom","custom":{"name":"f"}}]"#,
            #""messages":[{"role":"user","content":"Hi"}]"#, #""messages":[{"role":"user","content":"Hi "}]"#,
            #""messages":[{"role":"user","content":"hi"}]"#,
            #""messages":[{"role":"user","name":"bob","content":"Hi"}]"#,
            #""messages":[{"role":"system","content":"Hi"}]"#, #""messages":[{"role":"developer","content":"Hi"}]"#,
            #""messages":[{"role":"assistant","content":"Hi"}]"#,
            #""messages":[{"role":"user","content":[{"type":"text","text":"H"},{"type":"text","text":"i"}]}]"#,
            #""messages":[{"role":"user","content":"H"},{"role":"user","content":"i"}]"#,
            #""messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"https://a/b.png"}}]}]"#,
            #""messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"https://a/c.png"}}]}]"#,
            #""messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"https://a/b.png","detail":"low"}}]}]"#,
            #""messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"data:image/png;base64,AAAA"}}]}]"#,
            #""messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"data:image/jpeg;base64,AAAA"}}]}]"#,
            #""messages":[{"role":"user","content":[{"type":"input_audio","input_audio":{"data":"AAAA","format":"wav"}}]}]"#,
            #""messages":[{"role":"user","content":[{"type":"file","file":{"filename":"a.pdf","file_data":"AAAA"}}]}]"#,
            #""messages":[{"role":"user","content":[{"type":"file","file":{"filename":"b.pdf","file_data":"AAAA"}}]}]"#,
            #""messages":[{"role":"user","content":[{"type":"file","file":{"file_id":"file-1"}}]}]"#,
        ],
        .anthropicMessages: [
            #""max_tokens":101"#, #""temperature":0.51"#, #""top_k":5"#, #""top_p":0.3"#, #""stop_sequences":["Z"]"#,
            #""thinking":{"type":"enabled","budget_tokens":2048}"#,
            #""thinking":{"type":"enabled","budget_tokens":4096}"#,
            #""thinking":{"type":"disabled"}"#, #""thinking":{"type":"adaptive"}"#,
            #""output_config":{"effort":"low"}"#, #""tool_choice":{"type":"any"}"#, #""tool_choice":{"type":"none"}"#,
            #""tool_choice":{"type":"tool","name":"f"}"#,
            #""tool_choice":{"type":"auto","disable_parallel_tool_use":true}"#,
            #""service_tier":"standard_only""#, #""container":"c""#, #""mcp_servers":[{"name":"a","url":"https://b"}]"#,
            #""context_management":{"edits":[]}"#, #""tools":[{"type":"web_search_20250305","name":"web_search"}]"#,
            #""tools":[{"type":"web_search_20250305","name":"web_search","max_uses":2}]"#,
            #""system":"Be long.""#, #""system":[{"type":"text","text":"Be"},{"type":"text","text":" brief."}]"#,
            #""messages":[{"role":"user","content":"Ho"}]"#,
            #""messages":[{"role":"user","content":"Hi"},{"role":"assistant","content":"The"}]"#,
            #""messages":[{"role":"user","content":[{"type":"document","source":{"type":"text","media_type":"text/plain","data":"x"}}]}]"#,
            #""messages":[{"role":"user","content":[{"type":"document","title":"t","source":{"type":"text","media_type":"text/plain","data":"x"}}]}]"#,
            #""messages":[{"role":"user","content":[{"type":"document","citations":{"enabled":true},"source":{"type":"text","media_type":"text/plain","data":"x"}}]}]"#,
            #""messages":[{"role":"assistant","content":[{"type":"thinking","thinking":"a","signature":"s"}]}]"#,
            #""messages":[{"role":"assistant","content":[{"type":"thinking","thinking":"a","signature":"t"}]}]"#,
            #""messages":[{"role":"assistant","content":[{"type":"redacted_thinking","data":"a"}]}]"#,
            #""messages":[{"role":"assistant","content":[{"type":"tool_use","id":"a","name":"f","input":{}}]}]"#,
            #""messages":[{"role":"assistant","content":[{"type":"tool_use","id":"a","name":"f","input":{"x":1}}]}]"#,
        ],
        .gemini: [
            #""safetySettings":[{"category":"a","threshold":"b"}]"#, #""cachedContent":"cachedContents/1""#,
            #""toolConfig":{"functionCallingConfig":{"mode":"ANY"}}"#,
            #""toolConfig":{"functionCallingConfig":{"mode":"NONE"}}"#,
            #""toolConfig":{"functionCallingConfig":{"mode":"VALIDATED"}}"#,
            #""tools":[{"googleSearch":{}}]"#, #""tools":[{"codeExecution":{}}]"#,
            #""generationConfig":{"maxOutputTokens":100}"#,
            #""generationConfig":{"thinkingConfig":{"thinkingBudget":0}}"#,
            #""generationConfig":{"thinkingConfig":{"thinkingBudget":100}}"#,
            #""generationConfig":{"thinkingConfig":{"thinkingLevel":"LOW"}}"#,
            #""generationConfig":{"thinkingConfig":{"thinkingLevel":"LOW","includeThoughts":true}}"#,
            #""generationConfig":{"responseMimeType":"application/json"}"#,
            #""generationConfig":{"responseMimeType":"application/json","responseSchema":{"type":"OBJECT"}}"#,
            #""generationConfig":{"candidateCount":2}"#, #""generationConfig":{"seed":3}"#,
            #""generationConfig":{"responseModalities":["IMAGE"]}"#, #""generationConfig":{"mediaResolution":"LOW"}"#,
            #""systemInstruction":{"parts":[{"text":"Be long."}]}"#,
            #""contents":[{"role":"user","parts":[{"text":"Hi","thoughtSignature":"AAAA"}]}]"#,
            #""contents":[{"role":"user","parts":[{"inlineData":{"mimeType":"image/png","data":"AAAA"}}]}]"#,
            #""contents":[{"role":"user","parts":[{"fileData":{"mimeType":"image/png","fileUri":"https://a/b"}}]}]"#,
        ],
    ]

    @Test(arguments: [
        (DialectID.openAIChat, openAI), (.anthropicMessages, anthropic), (.gemini, gemini),
    ])
    func `every field that can change the answer changes the key`(_ surface: DialectID, _ base: String) throws {
        var seen = [try Questions.digest(base, surface): "the base"]
        for member in Self.members[surface] ?? [] {
            let digest = try Questions.digest(Questions.body(base, member), surface)
            #expect(seen[digest] == nil, "\(member) is like \(seen[digest] ?? "")")
            seen[digest] = member
        }
    }

    @Test(arguments: [
        #""stream":true"#, #""stream":false"#, #""stream":true,"stream_options":{"include_usage":true}"#,
        #""stream_options":{"include_usage":true,"include_obfuscation":false}"#, #""user":"bob""#,
        #""safety_identifier":"x""#, #""safety_identifier":"x","user":"y""#, #""metadata":{"a":"b"}"#,
        #""store":false"#,
        #""prompt_cache_key":"k""#, #""prompt_cache_retention":"24h""#, #""n":1"#,
        #""response_format":{"type":"text"}"#,
        #""tool_choice":"auto""#, #""parallel_tool_calls":true"#, #""service_tier":"auto""#, #""logprobs":false"#,
        #""temperature":0.50"#, #""temperature":5e-1"#, #""temperature":5E-01"#, #""temperature":0.05e1"#,
        #""max_tokens":1e2"#, #""max_tokens":100.0"#, #""max_completion_tokens":100"#, #""stop":"X""#, #""seed":null"#,
        #""model":"another name for it""#,
        #""messages":[{"role":"system","content":[{"type":"text","text":"Be brief."}]},{"role":"user","content":[{"text":"Hi","type":"text"}]}]"#,
        #""messages":[{"role":"system","content":"Be brief."},{"role":"user","content":[{"type":"text","text":"H\u0069","cache_control":{"type":"ephemeral"}}]}]"#,
    ])
    func `what cannot change the answer does not change the key`(_ member: String) throws {
        #expect(try Questions.digest(Questions.body(Self.openAI, member)) == Questions.digest(Self.openAI))
    }

    @Test(arguments: [
        #""metadata":{"user_id":"u"}"#, #""metadata":{"user_id":"u","other":1}"#,
        #""cache_control":{"type":"ephemeral"}"#,
        #""service_tier":"auto""#, #""tool_choice":{"type":"auto"}"#,
        #""system":[{"type":"text","text":"Be brief.","cache_control":{"type":"ephemeral","ttl":"1h"}}]"#,
    ])
    func `nor on Anthropic's surface`(_ member: String) throws {
        let digest = try Questions.digest(Questions.body(Self.anthropic, member), .anthropicMessages)
        #expect(try digest == Questions.digest(Self.anthropic, .anthropicMessages))
    }

    @Test func `the order of members and white space do not count, nor the order within unknown fields`() throws {
        let spaced = Self.openAI.replacing(",", with: " ,\n\t")
        #expect(try Questions.digest(spaced) == Questions.digest(Self.openAI))
        let body = try #require(try JSONValue(parsing: Self.openAI).object)
        let reversed = JSONValue.object(JSONObject(body.members.reversed())).text
        #expect(try Questions.digest(reversed) == Questions.digest(Self.openAI))
        let one = try Questions.digest(Questions.body(Self.openAI, #""a":{"x":1,"y":[2,{"p":1,"q":2}]},"b":1"#))
        let two = try Questions.digest(Questions.body(Self.openAI, #""b":1.0,"a":{"y":[2e0,{"q":2,"p":1}],"x":1}"#))
        #expect(one == two)
        let three = try Questions.digest(Questions.body(Self.openAI, #""b":1,"a":{"y":[{"q":2,"p":1},2],"x":1}"#))
        #expect(one != three)
    }

    @Test func `a tool without parameters takes none`() throws {
        let without = #""tools":[{"type":"function","function":{"name":"f"}}]"#
        let empty =
            #""tools":[{"type":"function","function":{"name":"f","strict":false,"parameters":{"type":"object","properties":{}}}}]"#
        #expect(
            try Questions.digest(Questions.body(Self.openAI, without))
                == Questions.digest(Questions.body(Self.openAI, empty))
        )
    }

    @Test func `unknown fields mean something on their own surface only`() throws {
        let mine = try Questions.digest(Questions.body(Self.openAI, #""zz":1"#))
        let theirs = try Questions.digest(Questions.body(Self.anthropic, #""zz":1"#), .anthropicMessages)
        #expect(mine != theirs)
    }

    @Test func `a name with a dot is not a path`() throws {
        let nested = Questions.body(
            Self.openAI,
            #""response_format":{"type":"json_object","extra":1}"#
        )
        let flat = Questions.body(Self.openAI, #""response_format":{"type":"json_object"},"response_format.extra":1"#)
        #expect(try Questions.digest(nested) != Questions.digest(flat))
    }

    @Test func `texts cannot be moved across boundaries`() throws {
        let bodies = [
            #"{"model":"chat","messages":[{"role":"user","content":"ab"},{"role":"assistant","content":"c"}]}"#,
            #"{"model":"chat","messages":[{"role":"user","content":"a"},{"role":"assistant","content":"bc"}]}"#,
            #"{"model":"chat","messages":[{"role":"user","content":"ab"}],"stop":["c"]}"#,
            #"{"model":"chat","messages":[{"role":"user","content":"a"}],"stop":["bc"]}"#,
            #"{"model":"chat","messages":[{"role":"user","content":"a"}],"stop":["b","c"]}"#,
            #"{"model":"chat","messages":[{"role":"user","content":"a\u0000"}],"stop":["b","c"]}"#,
            #"{"model":"chat","messages":[{"role":"user","content":"a"}],"stop":["\u0000b","c"]}"#,
        ]
        #expect(Set(try bodies.map { try Questions.digest($0) }).count == bodies.count)
    }

    @Test func `long texts count to the last byte`() throws {
        let long = String(repeating: "あ", count: 5000)
        func body(_ text: String) -> String { #"{"model":"m","messages":[{"role":"user","content":"\#(text)"}]}"# }
        #expect(try Questions.digest(body(long)) == Questions.digest(body(long)))
        #expect(try Questions.digest(body(long)) != Questions.digest(body(long + "。")))
    }

    @Test func `the digest is shown in 64 digits and read back`() throws {
        let digest = try Questions.digest(Self.openAI)
        #expect(digest.description.count == 64)
        #expect(CacheDigest(digest.description) == digest)
        #expect(CacheDigest(digest.description.uppercased()) == digest)
        #expect(CacheDigest(bytes: digest.bytes) == digest)
        for text in [
            "", "0", String(repeating: "g", count: 64), String(digest.description.dropLast()), digest.description + "0",
        ] {
            #expect(CacheDigest(text) == nil)
        }
    }

    @Test func `a key stays what it is from version to version`() throws {
        // Stored answers are found by it after a restart: change the domain's version where this has to change.
        let digest = try Questions.digest(
            #"{"model":"chat","messages":[{"role":"user","content":"Hi"}],"temperature":0.1}"#
        )
        #expect(digest.description == "07dca01b867304520c330e5c78cc41246b1cfa3503d1ed2030bdfdd7ca6f6b08")
    }
}
