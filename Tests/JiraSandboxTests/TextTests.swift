import Testing

@testable import JiraSandbox

@Suite struct TextTests {
    @Test(
        arguments: [
            (#"{"type":"doc","version":1,"content":[]}"#, true),
            (#"{"type":"doc","content":[]}"#, false),
            (#"{"type":"doc","version":1,"content":[{"type":"text","text":"x"}]}"#, false),
            (#"{"type":"doc","version":1,"content":[{"type":"paragraph"}]}"#, true),
            (#"{"type":"doc","version":1,"content":[{"type":"paragraph","odd":1}]}"#, false),
            (#"{"type":"doc","version":1,"content":[{"type":"paragraph","attrs":{"odd":1}}]}"#, false),
            (#"{"type":"doc","version":1,"content":[{"type":"heading","attrs":{"level":7}}]}"#, false),
            (#"{"type":"doc","version":1,"content":[{"type":"heading"}]}"#, false),
            (#"{"type":"doc","version":1,"content":[{"type":"bulletList","content":[]}]}"#, false),
            (
                #"{"type":"doc","version":1,"content":[{"type":"panel","attrs":{"panelType":"info"},"content":[{"type":"paragraph"}]}]}"#,
                true
            ),
            (
                #"{"type":"doc","version":1,"content":[{"type":"panel","attrs":{"panelType":"odd"},"content":[{"type":"paragraph"}]}]}"#,
                false
            ),
            (
                #"{"type":"doc","version":1,"content":[{"type":"blockquote","content":[{"type":"heading","attrs":{"level":1}}]}]}"#,
                false
            ),
            (
                #"{"type":"doc","version":1,"content":[{"type":"bulletList","content":[{"type":"listItem","content":[{"type":"bulletList","content":[]}]}]}]}"#,
                false
            ),
            (
                #"{"type":"doc","version":1,"content":[{"type":"table","content":[{"type":"tableRow","content":[{"type":"tableCell","content":[{"type":"paragraph"}]}]}]}]}"#,
                true
            ),
            (
                #"{"type":"doc","version":1,"content":[{"type":"codeBlock","content":[{"type":"text","text":"x","marks":[{"type":"strong"}]}]}]}"#,
                false
            ),
            (
                #"{"type":"doc","version":1,"content":[{"type":"paragraph","content":[{"type":"text","text":"x","marks":[{"type":"code"},{"type":"strong"}]}]}]}"#,
                false
            ),
            (
                #"{"type":"doc","version":1,"content":[{"type":"paragraph","content":[{"type":"text","text":"x","marks":[{"type":"link","attrs":{"href":"u"}},{"type":"code"}]}]}]}"#,
                true
            ),
            (
                #"{"type":"doc","version":1,"content":[{"type":"paragraph","content":[{"type":"text","text":"x","marks":[{"type":"link"}]}]}]}"#,
                false
            ),
        ])
    func `knows a valid document`(document: String, isValid: Bool) throws {
        #expect((DocumentRules.problem(in: try JSONValue(parsing: document)) == nil) == isValid)
    }

    @Test(
        arguments: [
            #"{"a":[1,-2,2.5,true,null,"x"]}"#, #""é \u0001 \"q\" \\ \n""#, "[]", #"{"b":1,"a":2}"#,
        ])
    func `writes JSON as it was read`(text: String) throws {
        #expect(try JSONValue(parsing: text).serialized == text)
    }

    @Test(arguments: ["", "{", "[1,]", #"{"a"}"#, "tru", "1 2", #""\x""#, "\"\n\"", "-", #""\u12""#])
    func `refuses what is no JSON`(text: String) {
        #expect(throws: MalformedJSON.self) { try JSONValue(parsing: text) }
    }

    @Test func `reads escapes beyond the first plane`() throws {
        #expect(try JSONValue(parsing: #""\ud83d\ude00\u00e9""#) == "😀é")
    }

    @Test func `writes moments in all forms`() throws {
        let moment = try #require(SiteTime(year: 2024, month: 2, day: 29, hour: 23, minute: 5)).advanced(
            bySeconds: 7.25
        )
        #expect(moment.milliseconds == 1_709_247_907_250)
        #expect(moment.text == "2024-02-29T23:05:07.250+0000")
        #expect(moment.zuluText == "2024-02-29T23:05:07Z")
        #expect(moment.headerText == "Thu, 29 Feb 2024 23:05:07 GMT")
        #expect(SiteTime(year: 2024, month: 13, day: 1) == nil)
    }

    @Test(
        arguments: [
            ("/a/b", "/a/b", true), ("/a/*", "/a/b/c", true), ("*", "", true), ("/a/*/c", "/a/b/d", false),
            ("*bulk", "/issue/bulkfetch", false), ("*/issue", "/rest/issue/issue", true),
            ("/a", "/ab", false),
        ])
    func `matches paths by pattern`(pattern: String, path: String, matches: Bool) {
        #expect(FaultBook.matches(path, pattern: pattern) == matches)
    }

    @Test func `decodes what stands in a target`() {
        let request = Request(method: "GET", uri: "/rest/a%2Fb/%C3%A9?q=a+b%26c&f=x,y&f=z&empty")
        #expect(request.segments == ["rest", "a/b", "é"])
        #expect(request.parameter("q") == "a b&c")
        #expect(request.list("f") == ["x", "y", "z"])
        #expect(URLText.encode("a b/é") == "a%20b%2F%C3%A9")
    }
}
