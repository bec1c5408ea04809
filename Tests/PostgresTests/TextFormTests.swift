import Postgres
import TestSupport
import Testing

@Suite struct `PostgreSQL's text forms` {
    @Test(
        arguments: [
            ("{}", []), ("{a,\"b c\",NULL}", ["a", "b c", nil]),
            ("{\"a\\\"b\\\\\",\"NULL\",\"\"}", ["a\"b\\", "NULL", ""]),
            ("[0:1]={x,y}", ["x", "y"]), ("{größe,😀}", ["größe", "😀"]),
        ] as [(String, [String?])]
    )
    func `of arrays are read`(_ text: String, _ elements: [String?]) throws {
        #expect(try TextArray.parse(text) == elements)
    }

    @Test(arguments: [
        "", "a", "{", "{a", "{a,", "{a,}", "{,a}", "{\"a", "{\"a\\", "{{a},{b}}", "{a}x", "[0:1]", "{a}}",
    ])
    func `of arrays that are malformed are refused`(_ text: String) {
        #expect(throws: PostgresError.self) { try TextArray.parse(text) }
    }

    @Test func `of arrays come back as they were written`() throws {
        var random = SeededGenerator(seed: 3)
        let pieces = ["a", "\"", "\\", ",", "{", "}", " ", "NULL", "ü", "\n", "'"]
        for _ in 0..<500 {
            let array: [String?] = (0..<Int.random(in: 0..<5, using: &random)).map { _ in
                guard Int.random(in: 0..<5, using: &random) > 0 else { return nil }
                return (0..<Int.random(in: 0..<6, using: &random))
                    .map { _ in pieces[Int.random(in: 0..<pieces.count, using: &random)] }.joined()
            }
            #expect(try TextArray.parse(TextArray.literal(array)) == array)
        }
    }

    @Test(.enabled(if: ThrowawayPostgres.isInstalled))
    func `are the server's own`() throws {
        let connection = try ThrowawayPostgres.shared.database(named: "forms").connection()
        let array = ["a", "b c", nil, "", "NULL", "\"\\{},'", "ü\n"]
        let read = try connection.query("SELECT $1::text[]", [TextArray.literal(array)])
        #expect(try TextArray.parse(read[0][0] ?? "") == array)
        let name = Identifier("odd \"name\".x")
        try connection.execute("CREATE TABLE \(name.quoted) (n int)")
        #expect(
            try connection.query("SELECT relname FROM pg_class WHERE relname LIKE 'odd%'") == [[name.name]]
        )
    }

    @Test func `of names are split at the dots outside quotes`() {
        #expect(QualifiedName(parsing: "public.file_audit")?.quoted == "\"public\".\"file_audit\"")
        #expect(QualifiedName(parsing: "file_audit")?.schema == nil)
        #expect(QualifiedName(parsing: "\"a.b\".\"c \"\" d\"")?.quoted == "\"a.b\".\"c \"\" d\"")
        #expect(QualifiedName(parsing: "\"a.b\".\"c \"\" d\"")?.description == "a.b.c \" d")
        for text in ["", ".", "a.", ".a", "a.b.c", "\"a", "\"a\"b", "a\"b", "\"\""] {
            #expect(QualifiedName(parsing: text) == nil, "\(text)")
        }
    }
}
