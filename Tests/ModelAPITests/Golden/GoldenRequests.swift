import JSONText
import ModelAPI

/// One rich conversation as clients of each dialect write it.
enum GoldenRequests {
    /// The request of a client.
    static func read(_ client: DialectID) throws -> ChatRequest {
        let dialect = Dialects.dialect(client)
        switch client {
        case .openAIChat: return try dialect.readRequest(try JSONValue(parsing: openAI), model: nil, stream: nil)
        case .anthropicMessages:
            return try dialect.readRequest(try JSONValue(parsing: anthropic), model: nil, stream: nil)
        case .gemini: return try dialect.readRequest(try JSONValue(parsing: gemini), model: "chat", stream: true)
        }
    }

    /// What a provider understands of a request that is written for it, and what got lost in the client's words.
    static func travel(
        _ request: ChatRequest,
        of client: DialectID,
        to provider: DialectID
    ) throws -> (ChatRequest, dropped: [String]) {
        let dialect = Dialects.dialect(provider)
        let target: TargetProfile
        switch provider {
        case .openAIChat: target = TargetProfile(model: "gpt-5.2")
        case .anthropicMessages: target = TargetProfile(model: "claude-sonnet-4-5")
        case .gemini: target = TargetProfile(model: "gemini-3-flash-preview")
        }
        let written = try dialect.writeRequest(request, for: target)
        // Over the wire, so that nothing but bytes arrives.
        let body = try JSONValue(parsing: written.body.bytes)
        let isPath = provider == .gemini
        var read = try dialect.readRequest(
            body,
            model: isPath ? target.model : nil,
            stream: isPath ? request.stream : nil
        )
        read.model = request.model
        return (read, Dialects.dialect(client).names(of: written.dropped, in: request))
    }

    /// A request in the form in which two are compared: neighbouring turns of one role are one, which no model tells apart.
    static func joined(_ request: ChatRequest) -> ChatRequest {
        var joined = request
        joined.messages = []
        for message in request.messages {
            guard var last = joined.messages.popLast() else {
                joined.messages = [message]
                continue
            }
            if last.role == message.role {
                last.parts += message.parts
                last.name = last.name ?? message.name
                joined.messages.append(last)
            } else {
                joined.messages += [last, message]
            }
        }
        return joined
    }

    private static let openAI = #"""
        {"model":"chat","stream":true,"stream_options":{"include_usage":true},
        "messages":[
        {"role":"system","content":"Be brief."},
        {"role":"user","content":[
          {"type":"text","text":"What is 関門?"},
          {"type":"image_url","image_url":{"url":"data:image/png;base64,iVBORw0KGgo=","detail":"high"}},
          {"type":"file","file":{"filename":"a.pdf","file_data":"data:application/pdf;base64,JVBERi0="}}]},
        {"role":"assistant","content":"Let me look.",
         "thinking_blocks":[{"type":"thinking","thinking":"Two calls.","signature":"kanmon:anthropic-messages:c2ln"}],
         "tool_calls":[
          {"id":"call_1","type":"function","function":{"name":"look","arguments":"{\"x\":1.50,\"id\":12345678901234567890}"}},
          {"id":"call_2","type":"function","function":{"name":"zoom","arguments":""},
           "extra_content":{"google":{"thought_signature":"kanmon:gemini:Z2Vt"}}}]},
        {"role":"tool","tool_call_id":"call_2","content":"far"},
        {"role":"tool","tool_call_id":"call_1","content":"{\"near\":true}"},
        {"role":"user","name":"ann","content":"Go on."}],
        "tools":[
        {"type":"function","function":{"name":"look","description":"Looks.","strict":true,
         "parameters":{"type":"object","properties":{"x":{"type":"number"},"id":{"type":"integer"}},"required":["x","id"],"additionalProperties":false}}},
        {"type":"function","function":{"name":"zoom","parameters":{"type":"object","properties":{}}}}],
        "tool_choice":"required","parallel_tool_calls":false,
        "response_format":{"type":"json_schema","json_schema":{"name":"answer","strict":true,
         "schema":{"type":"object","properties":{"a":{"type":"string"}},"required":["a"],"additionalProperties":false}}},
        "stop":["END","STOP"],"temperature":0.50,"top_p":0.9,"max_completion_tokens":9000,"seed":7,
        "frequency_penalty":0.1,"presence_penalty":0.2,"logit_bias":{"5":-1},"n":2,"logprobs":true,"top_logprobs":3,
        "user":"u-1","service_tier":"default","store":false,"brand_new":[1]}
        """#

    private static let anthropic = #"""
        {"model":"chat","stream":true,"max_tokens":9000,
        "system":[{"type":"text","text":"Be brief.","cache_control":{"type":"ephemeral","ttl":"1h"}}],
        "messages":[
        {"role":"user","content":[
          {"type":"text","text":"What is 関門?"},
          {"type":"image","source":{"type":"base64","media_type":"image/png","data":"iVBORw0KGgo="}},
          {"type":"document","title":"a.pdf","source":{"type":"base64","media_type":"application/pdf","data":"JVBERi0="}}]},
        {"role":"assistant","content":[
          {"type":"thinking","thinking":"Two calls.","signature":"c2ln"},
          {"type":"redacted_thinking","data":"b3BhcXVl"},
          {"type":"text","text":"Let me look."},
          {"type":"tool_use","id":"toolu_1","name":"look","input":{"x":1.50,"id":12345678901234567890}},
          {"type":"tool_use","id":"toolu_2","name":"zoom","input":{}}]},
        {"role":"user","content":[
          {"type":"tool_result","tool_use_id":"toolu_1","content":[{"type":"text","text":"near"},
           {"type":"image","source":{"type":"base64","media_type":"image/png","data":"iVBORw0KGgo="}}]},
          {"type":"tool_result","tool_use_id":"toolu_2","content":"no lens","is_error":true},
          {"type":"text","text":"Go on."}]}],
        "tools":[
        {"name":"look","description":"Looks.","input_schema":{"type":"object","properties":{"x":{"type":"number"}}}},
        {"name":"zoom","input_schema":{"type":"object","properties":{}},"cache_control":{"type":"ephemeral"}}],
        "tool_choice":{"type":"auto","disable_parallel_tool_use":true},
        "output_config":{"format":{"type":"json_schema","schema":{"type":"object","properties":{"a":{"type":"string"}},"additionalProperties":false}}},
        "thinking":{"type":"enabled","budget_tokens":2048},
        "stop_sequences":["END"],"metadata":{"user_id":"u-1"},"service_tier":"standard_only","container":"c1","brand_new":[1]}
        """#

    private static let gemini = #"""
        {"systemInstruction":{"parts":[{"text":"Be brief."}]},
        "contents":[
        {"role":"user","parts":[{"text":"What is 関門?"},{"inlineData":{"mimeType":"image/png","data":"iVBORw0KGgo="}},
         {"inlineData":{"mimeType":"application/pdf","data":"JVBERi0="}}]},
        {"role":"model","parts":[{"text":"Two calls.","thought":true},{"text":"Let me look."},
         {"functionCall":{"name":"look","args":{"x":1.50,"id":12345678901234567890}},"thoughtSignature":"Z2Vt"},
         {"functionCall":{"id":"z1","name":"zoom","args":{}}}]},
        {"role":"user","parts":[{"functionResponse":{"id":"z1","name":"zoom","response":{"error":"no lens"}}},
         {"functionResponse":{"name":"look","response":{"output":"near"}}},{"text":"Go on."}]}],
        "tools":[{"functionDeclarations":[
         {"name":"look","description":"Looks.","parametersJsonSchema":{"type":"object","properties":{"x":{"type":"number"}}}},
         {"name":"zoom","parameters":{"type":"OBJECT","properties":{}}}]},{"googleSearch":{}}],
        "toolConfig":{"functionCallingConfig":{"mode":"ANY","allowedFunctionNames":["look","zoom"]}},
        "generationConfig":{"temperature":0.50,"topP":0.9,"topK":40,"maxOutputTokens":9000,"stopSequences":["END"],"seed":7,
         "presencePenalty":0.2,"frequencyPenalty":0.1,"responseMimeType":"application/json",
         "responseJsonSchema":{"type":"object","properties":{"a":{"type":"string"}}},
         "thinkingConfig":{"includeThoughts":true,"thinkingLevel":"LOW"},"mediaResolution":"MEDIA_RESOLUTION_LOW"},
        "safetySettings":[{"category":"HARM_CATEGORY_HARASSMENT","threshold":"BLOCK_NONE"}],"brandNew":[1]}
        """#
}
