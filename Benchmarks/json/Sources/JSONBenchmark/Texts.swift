import JSONText

/// The texts that are measured: what a chat gateway reads all day.
enum Texts {
    /// About 9 KB: 20 messages of English with code, escapes, a tool and its call, and a little Japanese.
    static let chatRequest = request(turns: [
        (
            "My deployment script fails on the second host. The log says:\n\n```\nERROR\t\"connection refused\"\n"
                + "  at deploy.sh:42\n```\n\nWhat should I check first? It worked yesterday, and nothing in the "
                + "inventory has changed as far as I know. The hosts share one security group.",
            "A refused connection means that the host answered but nothing listens on that port. Check, in this "
                + "order:\n\n1. `systemctl status app` on the second host\n2. the port in `inventory.yml` "
                + "(\"8080\" against \"8443\")\n3. whether the firewall rejects instead of dropping\n\nIf the service "
                + "is down, `journalctl -u app -n 50` usually says why in its last lines. Send me what you find."
        ),
        (
            "The service is up. ポートは8443ですが、設定ファイルには8080と書いてありました。 Changing it helped, "
                + "but now the health check C:\\checks\\ready.ps1 reports \"degraded\" after about 30 seconds.",
            "Then the process starts but one of its dependencies is missing. Look at the body of `/readyz`: it lists "
                + "each dependency with its state. A typical answer is {\"db\":\"ok\",\"cache\":\"timeout\"}. With a "
                + "cache timeout, compare the address in the environment with the one that `getent hosts cache` gives."
        ),
    ])

    /// About 9 KB: the same shape, nearly all of it Japanese.
    static let japaneseRequest = request(turns: [
        (
            "配備スクリプトが二台目のホストで失敗します。昨日までは問題なく動いていました。"
                + "ログには「接続が拒否されました」と出ています。\n最初に何を確認すればよいでしょうか。",
            "接続拒否は、ホストには届いているものの、そのポートで待ち受けているプロセスがないことを意味します。\n"
                + "まずサービスの状態を確認し、次に設定ファイルのポート番号を見直してください。"
        )
    ])

    /// About 250 bytes: one event of an OpenAI stream.
    static let streamChunk = Array(
        (#"{"id":"chatcmpl-D8Z5f52zQqikDBEKQMQoYcWMcWPeU","object":"chat.completion.chunk","created":1770933883,"#
            + #""model":"gpt-4.1-nano-2025-04-14","service_tier":"default","system_fingerprint":"fp_1a2b3c4d","#
            + #""choices":[{"index":0,"delta":{"content":" world"},"finish_reason":null}]}"#).utf8
    )

    private static func request(turns: [(question: String, answer: String)]) -> [UInt8] {
        var messages: [JSONValue] = [
            ["role": "system", "content": "You help an operations team. Answer briefly and name the command to run."]
        ]
        var writer = JSONWriter(capacity: 16_384)
        for turn in 0... {
            let (question, answer) = turns[turn % turns.count]
            messages.append(["role": "user", "content": .string(question)])
            if turn == 4 {
                let call: JSONValue = [
                    "id": "call_abc123", "type": "function",
                    "function": ["name": "run_check", "arguments": #"{"host":"web-2","timeout":30}"#],
                ]
                messages.append(["role": "assistant", "content": nil, "tool_calls": [call]])
                messages.append(["role": "tool", "tool_call_id": "call_abc123", "content": #"{"db":"ok"}"#])
            }
            messages.append(["role": "assistant", "content": .string(answer)])
            writer = JSONWriter(capacity: 16_384)
            writer.write(body(messages))
            if writer.bytes.count > 8_800 { break }
        }
        return writer.bytes
    }

    private static func body(_ messages: [JSONValue]) -> JSONValue {
        let tool: JSONValue = [
            "type": "function",
            "function": [
                "name": "run_check", "description": "Runs a health check on one host.",
                "parameters": [
                    "type": "object",
                    "properties": ["host": ["type": "string"], "timeout": ["type": "integer", "minimum": 1]],
                    "required": ["host"],
                ],
            ],
        ]
        return [
            "model": "gpt-4o", "messages": .array(messages), "temperature": 0.7, "max_tokens": 1024,
            "tools": [tool], "tool_choice": "auto", "stream": true, "stream_options": ["include_usage": true],
            "user": "ops-team-7",
        ]
    }
}
