import ModelAPI

extension LostFieldNameTests.Loss {
    static let ofAnthropic: [Self] = [
        Self(
            "cache marks with system as blocks",
            from: .anthropicMessages,
            to: .openAIChat,
            "gpt-5.2",
            #"""
            {"model":"m","max_tokens":9,"system":[{"type":"text","text":"a"},{"type":"text","text":"b","cache_control":{"type":"ephemeral"}}],
            "messages":[{"role":"user","content":[{"type":"text","text":"x","cache_control":{"type":"ephemeral"}}]},
            {"role":"assistant","content":[{"type":"text","text":"so"},
             {"type":"tool_use","id":"1","name":"f","input":{},"cache_control":{"type":"ephemeral"}}]},
            {"role":"user","content":[{"type":"tool_result","tool_use_id":"1","cache_control":{"type":"ephemeral"},"content":[
             {"type":"text","text":"r"},{"type":"text","text":"s","cache_control":{"type":"ephemeral"}}]}]}],
            "tools":[{"name":"f","input_schema":{},"cache_control":{"type":"ephemeral"}}],"cache_control":{"type":"ephemeral"}}
            """#,
            [
                "system[1].cache_control", "messages[0].content[0].cache_control",
                "messages[1].content[1].cache_control", "messages[2].content[0].content[1].cache_control",
                "messages[2].content[0].cache_control", "tools[0].cache_control", "cache_control",
            ]
        ),
        Self(
            "blocks, with system as a text",
            from: .anthropicMessages,
            to: .openAIChat,
            "gpt-5.2",
            #"""
            {"model":"m","max_tokens":9,"system":"s","messages":[{"role":"user","content":[{"type":"text","text":"x"},
             {"type":"document","source":{"type":"url","url":"https://x"}},{"type":"image","source":{"type":"file","file_id":"f"}},
             {"type":"document","source":{"type":"content","content":[]}}]},
            {"role":"assistant","content":[{"type":"thinking","thinking":"hm","signature":"S"},
             {"type":"redacted_thinking","data":"D"},{"type":"server_tool_use","id":"s","name":"web_search","input":{}},
             {"type":"text","text":"so","citations":[1]},{"type":"tool_use","id":"1","name":"f","input":{}}]},
            {"role":"user","content":[{"type":"tool_result","tool_use_id":"1","is_error":true,"content":[
             {"type":"text","text":"r"},{"type":"search_result","title":"t"},{"type":"document","source":{"type":"url","url":"https://x"}}]},
             {"type":"text","text":"go"}]}],
            "tools":[{"type":"web_search_20250305","name":"web_search"},{"name":"f","input_schema":{},"defer_loading":true}]}
            """#,
            [
                "messages[0].content[1]", "messages[0].content[2]", "messages[0].content[3]", "messages[1].content[0]",
                "messages[1].content[1]", "messages[1].content[2]", "messages[2].content[0].content[1]",
                "messages[2].content[0].content[2]", "messages[2].content[0].is_error", "tools[0]",
                "messages[1].content[3].citations", "tools[1].defer_loading",
            ]
        ),
        Self(
            "signatures that travel in blocks of their own",
            from: .anthropicMessages,
            to: .openAIChat,
            "gpt-5.2",
            #"""
            {"model":"m","max_tokens":9,"system":"s","messages":[{"role":"user","content":"hi"},
            {"role":"assistant","content":[{"type":"thinking","thinking":"hm","signature":"kanmon:gemini:A"},
             {"type":"thinking","thinking":"","signature":"kanmon:gemini:B"},{"type":"text","text":"so"},
             {"type":"thinking","thinking":"","signature":"kanmon:gemini:C"},{"type":"tool_use","id":"1","name":"f","input":{}},
             {"type":"tool_use","id":"2","name":"f","input":{}},{"type":"thinking","thinking":"","signature":"kanmon:gemini:D"}]},
            {"role":"user","content":[{"type":"tool_result","tool_use_id":"1"},{"type":"tool_result","tool_use_id":"2"}]}]}
            """#,
            [
                "messages[1].content[0]", "messages[1].content[1].signature", "messages[1].content[3].signature",
                "messages[1].content[6].signature",
            ]
        ),
        Self(
            "parameters",
            from: .anthropicMessages,
            to: .openAIChat,
            "gpt-4o",
            #"""
            {"model":"m","max_tokens":9,"messages":[{"role":"user","content":"hi"}],"top_k":5,"stop_sequences":["1","2","3","4","5"],
            "thinking":{"type":"enabled","budget_tokens":2000},"service_tier":"odd","metadata":{"user_id":"u","team":"t"},
            "tool_choice":{"type":"any"},"mcp_servers":[]}
            """#,
            [
                "stop_sequences", "top_k", "thinking.budget_tokens", "thinking", "tool_choice", "service_tier",
                "metadata.team", "mcp_servers",
            ]
        ),
        Self(
            "thinking by effort",
            from: .anthropicMessages,
            to: .openAIChat,
            "gpt-4o",
            #"""
            {"model":"m","max_tokens":9,"messages":[{"role":"user","content":"hi"}],
            "thinking":{"type":"adaptive","display":"summarized"},"output_config":{"effort":"high"}}
            """#,
            ["thinking", "output_config.effort", "thinking.display"]
        ),
        Self(
            "a budget for a provider that knows none",
            from: .anthropicMessages,
            to: .openAIChat,
            "llama",
            isVendor: false,
            #"""
            {"model":"m","max_tokens":9,"messages":[{"role":"user","content":"hi"}],"thinking":{"type":"enabled","budget_tokens":2000}}
            """#,
            ["thinking.budget_tokens"]
        ),
        Self(
            "what Gemini has no word for",
            from: .anthropicMessages,
            to: .gemini,
            "gemini-2.0-flash",
            #"""
            {"model":"m","max_tokens":9,"system":[{"type":"text","text":"s","cache_control":{"type":"ephemeral"}},{"type":"odd"}],
            "messages":[{"role":"user","content":[{"type":"document","title":"t","source":{"type":"text","data":"d"}},
             {"type":"image","source":{"type":"file","file_id":"f"}}]},
            {"role":"system","content":"mind"},
            {"role":"assistant","content":[{"type":"thinking","thinking":"hm","signature":"S"},{"type":"redacted_thinking","data":"D"},
             {"type":"tool_use","id":"1","name":"f","input":{}},{"type":"tool_use","id":"2","name":"f","input":{}}]},
            {"role":"user","content":[{"type":"tool_result","tool_use_id":"2","content":"x"},
             {"type":"tool_result","tool_use_id":"1","content":[{"type":"search_result"},
              {"type":"document","title":"t","source":{"type":"text","data":"d"},"cache_control":{"type":"ephemeral"}}]}]}],
            "tools":[{"name":"f","strict":true,"input_schema":{},"cache_control":{"type":"ephemeral"}},{"type":"bash_20250124","name":"bash"}],
            "tool_choice":{"type":"auto","disable_parallel_tool_use":true},"thinking":{"type":"enabled","budget_tokens":2000},
            "metadata":{"user_id":"u"},"service_tier":"odd"}
            """#,
            [
                "system[0].cache_control", "system[1]", "messages[0].content[0].title", "messages[0].content[1]",
                "messages[1].position", "messages[2].content[0].signature", "messages[2].content[1]",
                "messages[3].content[1].content[0]", "messages[3].content[1].content[1].cache_control",
                "messages[3].content[1].content[1].title", "tools[0].strict", "tools[0].cache_control", "tools[1]",
                "tool_choice.disable_parallel_tool_use", "thinking", "metadata.user_id", "service_tier",
            ]
        ),
        Self(
            "a budget beyond the model's",
            from: .anthropicMessages,
            to: .gemini,
            "gemini-2.5-flash",
            #"""
            {"model":"m","max_tokens":99999,"messages":[{"role":"user","content":"hi"}],"thinking":{"type":"enabled","budget_tokens":60000}}
            """#,
            ["thinking.budget_tokens"]
        ),
        Self(
            "keywords of schemas in both places",
            from: .anthropicMessages,
            to: .anthropicMessages,
            "claude-sonnet-4-5",
            #"""
            {"model":"m","max_tokens":9,"system":"s","messages":[{"role":"user","content":"hi"}],
            "tools":[{"name":"f","strict":true,"input_schema":{"properties":{"n":{"minimum":1}}}}],
            "output_format":{"type":"json_schema","schema":{"properties":{"a":{"maxLength":1}}}}}
            """#,
            ["tools[0].input_schema.*.minimum", "output_format.schema.*.maxLength"]
        ),
        Self(
            "a schema for an older model",
            from: .anthropicMessages,
            to: .anthropicMessages,
            "claude-3-5-haiku-latest",
            #"""
            {"model":"m","max_tokens":9,"messages":[{"role":"user","content":"hi"}],"tools":[{"name":"f","strict":true,"input_schema":{}}],
            "output_config":{"format":{"type":"json_schema","schema":{}},"effort":"low"}}
            """#,
            ["output_config.effort", "tools[0].strict", "output_config.format"]
        ),
    ]
}
