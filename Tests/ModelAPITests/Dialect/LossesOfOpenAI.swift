import ModelAPI

extension LostFieldNameTests.Loss {
    static let ofOpenAI: [Self] = [
        Self(
            "parameters",
            from: .openAIChat,
            to: .anthropicMessages,
            "claude-sonnet-4-5",
            #"""
            {"model":"m","messages":[{"role":"user","content":"hi"}],"temperature":1.5,"top_p":0.5,"frequency_penalty":1,
            "presence_penalty":1,"seed":7,"logit_bias":{"1":2},"stop":["\n","END"],"n":2,"logprobs":true,"top_logprobs":3,
            "response_format":{"type":"json_object"},"service_tier":"flex","prediction":{"type":"content"}}
            """#,
            [
                "response_format", "temperature", "top_p", "frequency_penalty", "presence_penalty", "seed",
                "logit_bias", "stop", "n", "logprobs", "top_logprobs", "service_tier", "prediction",
            ]
        ),
        Self(
            "instructions in the middle behind tools' turns",
            from: .openAIChat,
            to: .anthropicMessages,
            "claude-sonnet-4-5",
            #"""
            {"model":"m","messages":[{"role":"system","content":"a"},{"role":"developer","content":"b"},
            {"role":"user","content":"hi","name":"ann"},
            {"role":"assistant","content":null,"tool_calls":[{"id":"1","function":{"name":"f"}},{"id":"2","function":{"name":"f"}}]},
            {"role":"tool","tool_call_id":"1","content":"x"},{"role":"tool","tool_call_id":"2","content":"y"},
            {"role":"developer","content":"c","name":"ops"},{"role":"user","content":"go on","name":"bob"}]}
            """#,
            ["messages[2].name", "messages[6].name", "messages[6].position", "messages[7].name"]
        ),
        Self(
            "parts",
            from: .openAIChat,
            to: .anthropicMessages,
            "claude-sonnet-4-5",
            #"""
            {"model":"m","messages":[{"role":"system","content":[{"type":"text","text":"s"},{"type":"image_url","image_url":"https://x"}]},
            {"role":"user","content":[{"type":"text","text":"see","extra_content":{"google":{"thought_signature":"kanmon:gemini:QQ"}}},
            {"type":"image_url","image_url":{"url":"https://x","detail":"low"}},
            {"type":"input_audio","input_audio":{"data":"AA==","format":"wav"}},
            {"type":"file","file":{"file_id":"file-1"}},{"type":"a_new_part","x":1},
            {"type":"text","text":"!","annotations":[1]}],"mood":"good"}]}
            """#,
            [
                "messages[0].content[1]", "messages[1].content[0].extra_content.google.thought_signature",
                "messages[1].content[1].image_url.detail", "messages[1].content[2]", "messages[1].content[3]",
                "messages[1].content[4]", "messages[1].mood", "messages[1].content[5].annotations",
            ]
        ),
        Self(
            "the model's turns",
            from: .openAIChat,
            to: .anthropicMessages,
            "claude-sonnet-4-5",
            #"""
            {"model":"m","messages":[{"role":"user","content":"hi"},
            {"role":"assistant","content":"","reasoning_content":"hm","audio":{"id":"a"},
             "tool_calls":[{"id":"c","type":"custom","custom":{"name":"x","input":"y"}},
              {"id":"1","function":{"name":"f","arguments":"{}"},"extra_content":{"google":{"thought_signature":"kanmon:gemini:QQ"}}}]},
            {"role":"tool","tool_call_id":"1","content":[{"type":"text","text":"x"},{"type":"file","file":{"file_id":"f"}}]},
            {"role":"assistant","content":"so","extra_content":{"google":{"thought_signature":"kanmon:gemini:QQ"}},
             "thinking_blocks":[{"type":"thinking","thinking":"a","signature":"kanmon:anthropic-messages:S"},
              {"type":"thinking","thinking":"b","signature":"kanmon:gemini:QQ"},
              {"type":"redacted_thinking","data":"kanmon:gemini:QQ"}]},
            {"role":"assistant","content":null,"extra_content":{"google":{"thought_signature":"kanmon:gemini:QQ"}}},
            {"role":"user","content":"go"}]}
            """#,
            [
                "messages[1].reasoning_content", "messages[1].audio", "messages[1].tool_calls[0]",
                "messages[1].tool_calls[1].extra_content.google.thought_signature", "messages[2].content[1]",
                "messages[3].thinking_blocks[1]", "messages[3].thinking_blocks[2]",
                "messages[3].extra_content.google.thought_signature",
                "messages[4].extra_content.google.thought_signature",
            ]
        ),
        Self(
            "tools in both forms, keywords of schemas",
            from: .openAIChat,
            to: .anthropicMessages,
            "claude-sonnet-4-5",
            #"""
            {"model":"m","messages":[{"role":"user","content":"hi"}],
            "tools":[{"type":"custom","custom":{"name":"c"}},
             {"type":"function","function":{"name":"f","strict":true,"parameters":{"properties":{"n":{"minimum":1},"m":{"minimum":2,"oneOf":[]}}}}}],
            "functions":[{"name":"g","strict":true,"parameters":{"properties":{"n":{"maxLength":1}}}}],
            "response_format":{"type":"json_schema","json_schema":{"name":"n","schema":{"properties":{"a":{"pattern":"x","maximum":1}}}}}}
            """#,
            [
                "tools[0]", "tools[1].function.parameters.*.minimum", "tools[1].function.parameters.*.oneOf",
                "functions[0].parameters.*.maxLength", "response_format.json_schema.schema.*.maximum",
            ]
        ),
        Self(
            "exact arguments and schemas of older models",
            from: .openAIChat,
            to: .anthropicMessages,
            "claude-3-5-haiku-latest",
            #"""
            {"model":"m","messages":[{"role":"user","content":"hi"}],"reasoning_effort":"high",
            "tools":[{"type":"function","function":{"name":"f","strict":true}}],
            "functions":[{"name":"g"},{"name":"h","strict":true}],
            "response_format":{"type":"json_schema","json_schema":{"name":"n","schema":{}}}}
            """#,
            ["reasoning_effort", "tools[0].function.strict", "functions[1].strict", "response_format"]
        ),
        Self(
            "a forced function with thoughts, in the deprecated form",
            from: .openAIChat,
            to: .anthropicMessages,
            "claude-sonnet-4-5",
            #"""
            {"model":"m","messages":[{"role":"user","content":"hi"}],"functions":[{"name":"g"}],"function_call":{"name":"g"},
            "thinking":{"type":"enabled","budget_tokens":500},"max_tokens":5000}
            """#,
            ["thinking.budget_tokens", "function_call"]
        ),
        Self(
            "cache marks",
            from: .openAIChat,
            to: .gemini,
            "gemini-3-flash-preview",
            #"""
            {"model":"m","messages":[{"role":"system","content":"s","cache_control":{"type":"ephemeral"}},
            {"role":"user","content":[{"type":"text","text":"a","cache_control":{"type":"ephemeral"}},
             {"type":"text","text":"b","prompt_cache_breakpoint":{"mode":"x"}},{"type":"text","text":"c"}],
             "cache_control":{"type":"ephemeral"}},
            {"role":"assistant","content":null,"tool_calls":[{"id":"1","function":{"name":"f"}},{"id":"2","function":{"name":"f"}}]},
            {"role":"tool","tool_call_id":"2","content":"y","cache_control":{"type":"ephemeral"}},
            {"role":"tool","tool_call_id":"1","content":[{"type":"text","text":"x"},
             {"type":"text","text":"z","cache_control":{"type":"ephemeral"}}]},
            {"role":"user","content":"go"}],
            "tools":[{"type":"function","function":{"name":"f"},"cache_control":{"type":"ephemeral"}},
             {"type":"function","function":{"name":"g","cache_control":{"type":"ephemeral"}}}]}
            """#,
            [
                "messages[0].cache_control", "messages[1].content[0].cache_control", "messages[1].cache_control",
                "messages[1].content[1].prompt_cache_breakpoint", "messages[4].content[1].cache_control",
                "messages[3].cache_control", "tools[0].cache_control", "tools[1].function.cache_control",
            ]
        ),
        Self(
            "what Gemini has no word for",
            from: .openAIChat,
            to: .gemini,
            "gemini-2.5-pro",
            #"""
            {"model":"m","messages":[{"role":"user","name":"ann","content":[
             {"type":"image_url","image_url":{"url":"data:image/png;base64,iVBORw0KGgo=","detail":"high"}},
             {"type":"file","file":{"filename":"a.pdf","file_data":"data:application/pdf;base64,JVBERi0="}},
             {"type":"document_url","document_url":"https://x/a.pdf","document_name":"a"},
             {"type":"file","file":{"file_id":"file-1"}}]}],
            "tools":[{"type":"function","function":{"name":"f","strict":true}},{"type":"custom","custom":{"name":"c"}}],
            "parallel_tool_calls":false,"logit_bias":{"1":2},"reasoning_effort":"none","service_tier":"scale",
            "response_format":{"type":"json_schema","json_schema":{"name":"n","description":"d","schema":{}}},
            "user":"u","safety_identifier":"u","store":true}
            """#,
            [
                "messages[0].name", "messages[0].content[0].image_url.detail", "messages[0].content[1].file.filename",
                "messages[0].content[2].document_name", "messages[0].content[3]", "tools[0].function.strict",
                "tools[1]", "parallel_tool_calls", "logit_bias", "response_format.json_schema.description",
                "reasoning_effort", "user", "safety_identifier", "service_tier", "store",
            ]
        ),
        Self(
            "the newer name of the user; a choice without functions",
            from: .openAIChat,
            to: .gemini,
            "gemini-2.0-flash",
            #"""
            {"model":"m","messages":[{"role":"user","content":"hi"}],"safety_identifier":"u","tool_choice":"required",
            "thinking":{"type":"enabled","budget_tokens":100}}
            """#,
            ["tool_choice", "thinking", "safety_identifier"]
        ),
        Self(
            "a thought in a list of parts",
            from: .openAIChat,
            to: .gemini,
            "gemini-2.5-flash",
            #"""
            {"model":"m","messages":[{"role":"user","content":"hi"},{"role":"assistant","content":[
             {"type":"thinking","thinking":"hm","signature":"kanmon:openai-chat:content"},{"type":"text","text":"so"}]},
            {"role":"developer","content":"d"},{"role":"user","content":"go"}]}
            """#,
            ["messages[1].content[0].signature", "messages[2].position"]
        ),
        Self(
            "a provider that imitates OpenAI, asked in Anthropic's words",
            from: .openAIChat,
            to: .openAIChat,
            "llama",
            isVendor: false,
            #"""
            {"model":"m","messages":[{"role":"user","content":"hi","cache_control":{"type":"ephemeral"}}],"top_k":5,
            "thinking":{"type":"enabled","budget_tokens":100},"functions":[{"name":"f"}]}
            """#,
            ["messages[0].cache_control", "top_k", "thinking.budget_tokens"]
        ),
    ]
}
