/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Terms: the language of socksh. */
#include "base/i18n.h"
#include "model/term.h"

const struct term term_language[] = {
	{
	    .name = "words",
	    .zh = "词",
	    .also = "word words-mode 命令写法 单词",
	    .text =
		N_("A statement that begins with a command's name and a "
		   "blank is words, as in a shell: bind srv :8080. Each word "
		   "is converted by what stands there: names of options and "
		   "flags go without prefix and in any case, a variable by "
		   "its bare name, $x and $(expression) anywhere. Bytes are "
		   "taken as they stand: send c data sends four bytes, send "
		   "c $data what data holds."),
	    .see = "expressions strings send",
	    .example = "data = \"hello\"\n"
		       "a, b = socketpair()\n"
		       "send a data\n"
		       "= 4\n"
		       "> ...\n"
		       "send a $data\n"
		       "= 5",
	},
	{
	    .name = "expressions",
	    .zh = "表达式",
	    .also = "expression C写法 Python写法 spelling spellings",
	    .text = N_(
		"Any statement that is not words is an expression, in "
		"which the spellings of C and of Python both go: "
		"bind(srv, (\"127.0.0.1\", 8080)) or srv.bind((\"127.0.0.1\", "
		"8080)). All make the same call. In words an expression "
		"stands in brackets: print (1 + 2)."),
	    .see = "words operators language",
	    .example = "s = socket(AF_INET, SOCK_DGRAM, 0);\n"
		       "s.bind((\"127.0.0.1\", 8080))\n"
		       "print (getsockname(s)[1] + 1)\n"
		       "> 8081",
	},
	{
	    .name = "operators",
	    .zh = "运算符",
	    .also = "operator precedence 优先级",
	    .text =
		N_("By Python's precedence: or ||, and &&, not !, the "
		   "comparisons < <= > >= == != in, |, ^, &, << >>, + -, * / "
		   "%, - ~. Division of whole numbers truncates, as in C; // "
		   "begins a comment. bytes % values formats as printf does; "
		   "+ joins bytes and lists. Overflow and division by zero "
		   "are errors."),
	    .see = "expressions values language",
	    .example = "print(7 / 2, 7 % 2, 1 << 4 | 1)\n"
		       "> 3 1 17\n"
		       "print (\"port %d\" % 80)\n"
		       "> port 80",
	},
	{
	    .name = "strings",
	    .zh = "字符串",
	    .also = "string quoting quotes escapes escape 引号 转义 转义符",
	    .text = N_(
		"Bytes in double or single quotes; text is its UTF-8. The "
		"escapes are those of C and Python: \\n \\r \\t \\0 \\xHH \\ooo "
		"\\uHHHH \\\\ \\\". In words a text without blanks needs no "
		"quotes."),
	    .see = "words encode bytes",
	    .example = "print len(\"a\\x00b\") len(\"你\")\n"
		       "> 3 3",
	},
	{
	    .name = "numbers",
	    .zh = "数",
	    .also = "number integer literals 整数 数字",
	    .text = N_("Whole numbers of 64 bits: 5, 0x1f, 0o17; in words also "
		       "64K and 1M. 010 is refused, since C reads it as eight "
		       "and people as ten. Fractions are seconds, mostly: 2.5. "
		       "Constants are numbers too: AF_INET, True, NULL."),
	    .see = "operators values words",
	    .example = "s = socket tcp\n"
		       "setsockopt s SO_RCVBUF 64K\n"
		       "= 0\n"
		       "print (0x1f + 0o17)\n"
		       "> 46",
	},
	{
	    .name = "comments",
	    .zh = "注释",
	    .also = "comment",
	    .text = N_("# at the beginning of a word, // and /* … */: what "
		       "stands there is not read."),
	    .see = "language",
	    .example = "print 5 # five\n"
		       "> 5",
	},
	{
	    .name = "variables",
	    .zh = "变量",
	    .also = "variable",
	    .text =
		N_("x = 5 makes one; its name may be any but a word of the "
		   "language, also that of a command (count = 0). Names are "
		   "global unless assigned in a def. _ is the last value, "
		   "errno the last error. vars lists them."),
	    .see = "vars global def words",
	    .example = "a, b = socketpair()\n"
		       "send a \"hello\"\n"
		       "n = _\n"
		       "print n\n"
		       "> 5",
	},
	{
	    .name = "address-forms",
	    .zh = "地址写法",
	    .also = "address-literal 地址字面量",
	    .text =
		N_("127.0.0.1:8080 and [::1]:80 are IP, localhost:http a "
		   "name and a service, *:80 is all of this host's addresses; "
		   "/tmp/s.sock and ./s are AF_UNIX paths, @name an abstract "
		   "name; none is AF_UNSPEC. A host and a port may also be "
		   "two arguments. :80 is this host: loopback, so that "
		   "nobody else is let in; in the lab, where only its hosts "
		   "are, the address that they know it by: on the host "
		   "server, :80 is server:80."),
	    .see = "IP-address wildcard-address unix-socket bind lab",
	    .example = "s = socket tcp\n"
		       "bind s 127.0.0.1 8080\n"
		       "= 0\n"
		       "print getsockname(s)\n"
		       "> 127.0.0.1:8080",
	},
	{
	    .name = "failure",
	    .zh = "失败",
	    .also = "fail failing failed",
	    .text =
		N_("A system call that fails is a result: it gives -1, sets "
		   "errno, and says why. It ends a script or the typed line "
		   "unless it stands under try, in a condition, in a "
		   "comparison, or an expect follows. A mistake (a wrong "
		   "name or type) makes no call, and try does not catch it."),
	    .see = "try expect errno why",
	    .example =
		"c = socket tcp\n"
		"if connect(c, \":8080\") == -1 { print strerror(errno) }\n"
		"> Connection refused",
	},
	{
	    .name = "job",
	    .zh = "作业",
	    .also = "background-job 后台作业",
	    .text =
		N_("A call that runs beside the prompt: & behind it, spawn { "
		   "… }, or Ctrl-Z while it waits. It has copies of the "
		   "variables; x = accept srv & sets x in the shell when it "
		   "ends. jobs lists them, fg, kill and wait take a number "
		   "or a name."),
	    .see = "spawn jobs wait kill global background",
	    .example = "srv = create_server :8080\n"
		       "x = accept srv &\n"
		       "c = create_connection :8080\n"
		       "wait\n"
		       "print state(x)\n"
		       "> ESTABLISHED",
	},
	{
	    .name = "keys",
	    .zh = "按键",
	    .also = "key shortcuts 快捷键 键盘",
	    .text =
		N_("Tab completes, twice it lists; ? as the last word lists "
		   "what goes there. Up brings back what was typed, Ctrl-R "
		   "looks for it. Ctrl-C interrupts a call that waits, "
		   "Ctrl-Z sends it to the background, Ctrl-D ends the "
		   "shell. Ctrl-A and Ctrl-E go to the ends of the line, "
		   "Ctrl-L clears the screen."),
	    .see = "history job help",
	},
	{
	    .name = "command-line",
	    .zh = "命令行",
	    .also = "invocation usage 命令行选项 启动",
	    .text =
		N_("socksh alone is a prompt; socksh FILE runs a file, with "
		   "arguments as $1, $2 and argv; socksh -c COMMANDS runs "
		   "what stands there; socksh learn begins the course. "
		   "socksh --help lists the options, the man page socksh(1) "
		   "says more."),
	    .see = "source quit shell",
	},
	{ .name = NULL },
};
