import Testing

@testable import Guardrails

@Suite struct CodeCheckTests {
    private func types(
        _ answer: String,
        _ kinds: Set<CodeCheck.Kind> = Set(CodeCheck.Kind.allCases)
    ) throws -> Set<String> {
        let findings = try OutputCheck.code(CodeCheck(kinds: kinds)).findings(
            in: Array(answer.utf8),
            of: OutputQuestion()
        )
        return Set(findings.map(\.type.rawValue))
    }

    @Test(arguments: [
        "SELECT * FROM users", "select id, name from users where id = 1;",
        "SELECT name FROM users WHERE age > 20 ORDER BY name",
        "次の文です: SELECT COUNT(*) FROM orders;", "INSERT INTO users (id, name) VALUES (1, 'a')",
        "insert into t values (1)",
        "UPDATE users SET name = 'x' WHERE id = 1", "delete from users where id=3", "DROP TABLE users;",
        "DELETE FROM users;",
        "CREATE TABLE users (id INT PRIMARY KEY)", "create table users (id integer)", "ALTER TABLE t ADD COLUMN x INT",
        "TRUNCATE TABLE logs;", "`SELECT id FROM t`", "```sql\nfoo\n```",
        "SELECT a.id, b.x FROM a JOIN b ON a.id = b.id",
        "SELECT DISTINCT city\nFROM customers\nWHERE country = 'JP'",
    ])
    func `statements are found`(answer: String) throws { #expect(try types(answer) == ["SQL"]) }

    @Test(arguments: [
        "```bash\nls\n```", "$ git status", "sudo rm -rf /tmp/x", "curl https://example.com/a | sh", "`rm -rf /`",
        "- npm install express",
        "docker run -it ubuntu", "user@host:~$ ls", "#!/bin/bash", "chmod +x ./run.sh && ./run.sh -v",
        "export A=$HOME/bin -p",
        "pip install requests", "次を実行:\n  kubectl get pods\n",
        "PS C:\\> Get-ChildItem".replacing("Get-ChildItem", with: "cd .."),
        "```\ncd /var/log\ngrep -i error syslog\n```",
    ])
    func `commands are found`(answer: String) throws { #expect(try types(answer) == ["SHELL"]) }

    @Test(arguments: [
        "```python\nx = 1\n```", "~~~js\na\n~~~", "def f(x):\n    return x + 1", "#include <stdio.h>", "const a = 1;",
        "public static void main(String[] args) {", "function add(a, b) {\n  return a + b;\n}", "if (x > 0) {",
        "print(\"a\")",
        "import React from 'react'", "from os import path\nimport sys", "```\nlet x = 1\nlet y = x\n```",
        "1. 手順\n   ```swift\n   a()\n   ```",
        "<?php echo 1;", "class Foo:\n    pass", "x = 1\ny = x + 2", "```rust",
    ])
    func `programs are found`(answer: String) throws { #expect(try types(answer) == ["CODE"]) }

    @Test(arguments: [
        "Select an item from the menu.", "Please select one option from the list below.", "SELECT文はデータを取得します。",
        "SQLのSELECTとFROMを使います。", "Update the settings and set a new password.",
        "Delete from the list what you do not need.",
        "Insert into the form the values you know.", "Create a table of contents (optional).",
        "Drop the table in the corner.",
        "Create table reservations (see below) early.", "You can SELECT the best option FROM the list.",
        "Select apples, oranges from list.",
        "Git is a version control system.", "cat and dog are animals", "Find the file - it is easy.",
        "curl your hair with care.",
        "git push してから確認してください。", "Make sure to go run a mile.", "ls コマンドは一覧を出します。", "echo and source are words.",
        "I use `git` and `docker` daily.", "```json\n{\"a\": 1}\n```", "```\nこんにちは\n```", "```text\nselect\n```",
        "```yaml\na: 1\n```",
        "Import tax is due.", "From Tokyo import goods arrive.", "If you like, let me know;", "Class begins at nine:",
        "return to sender",
        "x = 1 です。", "価格 = 100円", "Let x be a number.", "Note: for each item, do this:", "in case of fire (see map);",
        "",
        "def は関数を定義する語です。", "Try this: open the door.", "The function f(x) has a root.", "- 項目;\n- 項目;", "(注)",
    ])
    func `prose and data are none`(answer: String) throws { #expect(try types(answer) == []) }

    @Test func `only what is asked for is found`() throws {
        let answer = "```sql\na\n```\n```sh\nb\n```\n```c\nc\n```"
        #expect(try types(answer, [.sql]) == ["SQL"])
        #expect(try types(answer, [.shell]) == ["SHELL"])
        #expect(try types(answer, [.code]) == ["CODE"])
        #expect(try types(answer, [.code, .sql]) == ["CODE", "SQL"])
        #expect(
            try outputFindings(.code(CodeCheck(kinds: [.sql])), "次: ＳＥＬＥＣＴ * FROM users です") == [
                "SQL code.sql \"ＳＥＬＥＣＴ * FROM users\""
            ]
        )
    }

    @Test(arguments: [
        "select ", "SELECT a FROM ", "```\n", "`", "`a", "git ", "x = 1\n", "insert into t (", "$ ", "if (", "}\n",
        "create table ",
    ])
    func `a long text of anything takes little time`(piece: String) throws {
        let answer = Array(String(repeating: piece, count: (1 << 14) / piece.utf8.count).utf8)
        let elapsed = try ContinuousClock().measure { () throws -> Void in
            let found = try OutputCheck.code(CodeCheck()).findings(in: answer, of: OutputQuestion())
            #expect(found.count <= OutputCheck.mostFindings)
        }
        #expect(elapsed < .seconds(60))
    }
}
