import ModelAPI

extension LostFieldNameTests.Loss {
    static let ofGemini: [Self] = [
        Self(
            "parts",
            from: .gemini,
            to: .openAIChat,
            "gpt-5.2",
            #"""
            {"systemInstruction":{"parts":[{"text":"s"}]},"contents":[
            {"role":"user","parts":[{"text":"see","thoughtSignature":"QQ"},
             {"inlineData":{"mimeType":"image/png","data":"iVBORw0KGgo=","displayName":"a.png"}},
             {"inlineData":{"mimeType":"audio/ogg","data":"AA=="}},
             {"fileData":{"mimeType":"application/pdf","fileUri":"https://x/a.pdf"}},
             {"fileData":{"mimeType":"video/mp4","fileUri":"https://x/a.mp4"},"videoMetadata":{"fps":1}},
             {"fileData":{"mimeType":"image/png","fileUri":"https://generativelanguage.googleapis.com/v1beta/files/1"}}]},
            {"role":"model","parts":[{"text":"h","thought":true},{"text":"m","thought":true},{"text":""},{"text":"s"},{"text":"o"},
             {"executableCode":{"code":"1"}},{"functionCall":{"name":"f","args":{}},"thoughtSignature":"QQ"},
             {"functionCall":{"name":"g","args":{}}}]},
            {"role":"user","parts":[{"text":"first"},{"functionResponse":{"name":"g","response":{"error":"no"}}},
             {"functionResponse":{"name":"f","response":{"result":"x"},
              "parts":[{"inlineData":{"mimeType":"audio/ogg","data":"AA=="}},{"inlineData":{"mimeType":"image/png","data":"iVBORw0KGgo="}}]}}]}]}
            """#,
            [
                "contents[0].parts[0].thoughtSignature", "contents[0].parts[1].inlineData.displayName",
                "contents[0].parts[2].inlineData", "contents[0].parts[3].fileData", "contents[0].parts[4].fileData",
                "contents[0].parts[5].fileData", "contents[1].parts[0]", "contents[1].parts[5].executableCode",
                "contents[1].parts[6].thoughtSignature", "contents[2].parts[2].functionResponse.parts[0].inlineData",
                "contents[2].parts[1].functionResponse.response.error", "contents[0].parts[4].videoMetadata",
            ]
        ),
        Self(
            "lists that are no lists, in snake_case",
            from: .gemini,
            to: .openAIChat,
            "gpt-5.2",
            #"""
            {"system_instruction":{"parts":{"text":"s"}},"contents":{"parts":[{"text":"x"},{"executable_code":{"code":"1"}}]},
            "tools":{"google_search":{},"function_declarations":{"name":"f"},"code_execution":{}},
            "generation_config":{"top_k":5,"thinking_config":{"include_thoughts":true},"media_resolution":"LOW"},
            "safety_settings":[]}
            """#,
            [
                "contents.parts[1].executable_code", "generation_config.top_k",
                "generation_config.thinking_config.include_thoughts", "tools.google_search", "tools.code_execution",
                "safety_settings", "generation_config.media_resolution",
            ]
        ),
        Self(
            "a thought that came in pieces",
            from: .gemini,
            to: .openAIChat,
            "gpt-5.2",
            #"""
            {"contents":[{"role":"user","parts":[{"text":"hi"}]},
            {"role":"model","parts":[{"text":"so"},{"text":"h","thought":true},
             {"text":"m","thought":true,"thoughtSignature":"a2FubW9uOmFudGhyb3BpYy1tZXNzYWdlczpT"},{"text":"go"}]}]}
            """#,
            ["contents[1].parts[1]"]
        ),
        Self(
            "parameters",
            from: .gemini,
            to: .anthropicMessages,
            "claude-sonnet-4-5",
            #"""
            {"contents":[{"parts":[{"text":"x"}]}],"generationConfig":{"temperature":1.5,"topP":0.5,"topK":3,"candidateCount":2,
            "stopSequences":["\n"],"seed":7,"presencePenalty":1,"frequencyPenalty":1,"responseLogprobs":true,"logprobs":2,
            "responseMimeType":"application/json","speechConfig":{}},"serviceTier":"flex","labels":{}}
            """#,
            [
                "generationConfig.responseMimeType", "generationConfig.temperature", "generationConfig.topP",
                "generationConfig.frequencyPenalty", "generationConfig.presencePenalty", "generationConfig.seed",
                "generationConfig.stopSequences", "generationConfig.candidateCount",
                "generationConfig.responseLogprobs", "generationConfig.logprobs", "serviceTier", "labels",
                "generationConfig.speechConfig",
            ]
        ),
        Self(
            "parameters in snake_case",
            from: .gemini,
            to: .anthropicMessages,
            "claude-opus-4-8",
            #"""
            {"contents":[{"parts":[{"text":"x"}]}],"generation_config":{"temperature":0.5,"top_p":0.5,"top_k":3,"candidate_count":2,
            "response_mime_type":"application/json","response_schema":{"type":"OBJECT","properties":{"a":{"type":"INTEGER","minimum":1}}},
            "thinking_config":{"thinking_budget":2000}},"service_tier":"flex"}
            """#,
            [
                "generation_config.thinking_config.thinking_budget", "generation_config.response_schema.*.minimum",
                "generation_config.temperature", "generation_config.top_p", "generation_config.top_k",
                "generation_config.candidate_count", "service_tier",
            ]
        ),
        Self(
            "a schema and thoughts for an older model",
            from: .gemini,
            to: .anthropicMessages,
            "claude-3-5-haiku-latest",
            #"""
            {"contents":[{"parts":[{"text":"x"}]}],"generationConfig":{"responseMimeType":"application/json",
            "responseJsonSchema":{"type":"object"},"thinkingConfig":{"thinkingLevel":"HIGH","includeThoughts":true}}}
            """#,
            [
                "generationConfig.thinkingConfig.thinkingLevel", "generationConfig.thinkingConfig.includeThoughts",
                "generationConfig.responseJsonSchema",
            ]
        ),
        Self(
            "a forced function with thoughts",
            from: .gemini,
            to: .anthropicMessages,
            "claude-sonnet-4-5",
            #"""
            {"contents":[{"parts":[{"text":"x"}]}],"tools":[{"functionDeclarations":[{"name":"f"}]},{"googleSearch":{}},
            {"functionDeclarations":[{"name":"g","response":{}}],"urlContext":{}}],
            "toolConfig":{"functionCallingConfig":{"mode":"ANY","allowedFunctionNames":["f"]}},
            "generationConfig":{"thinkingConfig":{"thinkingBudget":2000}}}
            """#,
            [
                "tools[1].googleSearch", "tools[2].urlContext", "toolConfig.functionCallingConfig",
                "tools[2].functionDeclarations[0].response",
            ]
        ),
        Self(
            "turns",
            from: .gemini,
            to: .anthropicMessages,
            "claude-sonnet-4-5",
            #"""
            {"systemInstruction":{"parts":[{"text":"s"}]},"contents":[
            {"role":"user","parts":[{"inlineData":{"mimeType":"audio/wav","data":"AA=="}},{"text":"x","thoughtSignature":"QQ"},
             {"inline_data":{"mime_type":"image/png","data":"iVBORw0KGgo=","display_name":"a"}}]},
            {"role":"model","parts":[]},
            {"role":"model","parts":[{"text":"h","thought":true},{"text":"m","thought":true,"thoughtSignature":"QQ"},
             {"text":"so"},{"functionCall":{"name":"f","args":{}},"thoughtSignature":"QQ"},{"functionCall":{"name":"f","args":{}}}]},
            {"role":"user","parts":[{"functionResponse":{"name":"f","response":{}}},{"functionResponse":{"name":"f","response":{},
             "parts":[{"fileData":{"mimeType":"audio/wav","fileUri":"https://x/a.wav"}}]}}]}]}
            """#,
            [
                "contents[0].parts[0].inlineData", "contents[0].parts[1].thoughtSignature",
                "contents[0].parts[2].inline_data.display_name", "contents[2].parts[0]",
                "contents[2].parts[1]", "contents[2].parts[3].thoughtSignature",
                "contents[3].parts[1].functionResponse.parts[0].fileData",
            ]
        ),
    ]
}
