"""A parser of the part of the scenario language that certificates are made of. It shares nothing
with the one of raceproof; what it does not know it names with its line."""

from types import SimpleNamespace

from scenario_tokens import Unreadable, Unsupported, integer, tokens

COMPARISONS = ("==", "!=", "<", "<=", ">", ">=")
COMPOUND = {"+=": "+", "-=": "-", "*=": "*", "/=": "/", "%=": "%"}
KINDS = ("always", "finally", "possible", "eventually")
FLAGS = ("deadlock_free", "error_free", "race_free", "serializable", "refcount_safe",
         "starvation_free")
OTHER_DECLARATIONS = ("rlock", "event", "barrier", "condition", "queue", "rwlock",
                      "object", "ref", "def", "init", "cores", "switch_interval", "switch_cost")
OTHER_STATEMENTS = ("ref", "del", "native", "allow_threads", "start", "join", "choose", "either",
                    "return", "cpu", "sleep", "io")


class Parser:
    def __init__(self, text):
        self.all = tokens(text)
        self.at = 0

    # --- tokens

    @property
    def now(self):
        return self.all[self.at]

    def is_next(self, *texts):
        return self.now.text in texts and self.now.kind != "int"

    def take(self):
        token = self.now
        self.at += 1
        return token

    def accept(self, *texts):
        return self.take() if self.is_next(*texts) else None

    def expect(self, text):
        if not self.is_next(text):
            raise Unreadable(f"line {self.now.line}: '{text}' is missing before '{self.now.text}'")
        return self.take()

    def name(self):
        if self.now.kind != "name":
            raise Unreadable(f"line {self.now.line}: a name is missing before '{self.now.text}'")
        return self.take()

    def newlines(self):
        while self.now.kind == "newline":
            self.take()

    # --- declarations

    def file(self):
        scenario = SimpleNamespace(constants=[], variables=[], locks=[], semaphores=[], threads=[],
                                   properties=[])
        self.newlines()
        while self.now.kind != "end":
            self.declaration(scenario)
            if self.now.kind not in ("newline", "end"):
                raise Unreadable(f"line {self.now.line}: '{self.now.text}' is not expected here")
            self.newlines()
        return scenario

    def declaration(self, scenario):
        begin = self.name()
        if begin.text == "const":
            name = self.name()
            self.expect("=")
            scenario.constants.append((name, self.expression()))
        elif begin.text in ("var", "atomic"):
            for cell in self.cells():
                cell.is_atomic = begin.text == "atomic"
                scenario.variables.append(cell)
        elif begin.text == "lock":
            scenario.locks += self.separated(self.item)
        elif begin.text == "semaphore":
            item = self.item()
            self.expect("=")
            scenario.semaphores.append((item, self.expression()))
        elif begin.text == "thread":
            item = self.item()
            scenario.threads.append(SimpleNamespace(item=item, body=self.block()))
        elif begin.text in KINDS + FLAGS + ("outcomes", "leads_to", "makespan"):
            scenario.properties.append(self.property(begin))
        elif begin.text in OTHER_DECLARATIONS:
            raise Unsupported(f"`{begin.text}` is not supported", begin)
        else:
            raise Unreadable(f"line {begin.line}: '{begin.text}' begins no declaration")

    def separated(self, one):
        found = [one()]
        while self.accept(","):
            found.append(one())
        return found

    def item(self):
        name = self.name()
        index = None
        if self.accept("["):
            index = self.expression()
            self.expect("]")
        return SimpleNamespace(name=name.text, index=index, token=name)

    def cells(self):
        return self.separated(self.cell)

    def cell(self):
        item = self.item()
        low = high = None
        initial = []
        is_list = False
        if self.accept(":"):
            low = self.sum()
            self.expect("..")
            high = self.sum()
        if self.accept("="):
            if self.is_next("["):
                is_list = True
                self.take()
                initial = self.separated(self.expression)
                self.expect("]")
            else:
                initial = [self.expression()]
        return SimpleNamespace(item=item, low=low, high=high, initial=initial, is_list=is_list)

    # --- properties

    def property(self, kind):
        claim = SimpleNamespace(kind=kind.text, token=kind, expressions=[], set=None, fails=False)
        begin = self.at - 1
        if kind.text in KINDS:
            claim.expressions = [self.expression()]
        elif kind.text == "outcomes":
            claim.expressions = self.separated(self.sum)
            if self.accept("=="):
                claim.set = self.set()
        elif kind.text not in FLAGS:
            while not self.is_next("holds", "fails", "under", "without") and \
                    self.now.kind not in ("newline", "end"):
                self.take()
        claim.text = self.all[begin:self.at]
        while self.is_next("holds", "fails", "under", "without"):
            if self.take().text in ("under", "without"):
                self.separated(self.name)
        return claim

    def set(self):
        parts = [self.part()]
        while self.accept("|"):
            parts.append(self.part())
        return parts

    def part(self):
        if self.accept("{"):
            self.newlines()
            values = []
            while not self.is_next("}"):
                values.append(self.value())
                self.newlines()
                if not self.accept(","):
                    break
                self.newlines()
            self.expect("}")
            return ("values", values)
        low = self.value()
        if len(low) == 1 and self.accept(".."):
            high = self.sum()
            step = self.sum() if self.accept("step") else None
            return ("range", low[0], high, step)
        return ("values", [low])

    def value(self):
        if self.is_next("("):
            mark = self.at
            self.take()
            first = self.sum()
            if self.accept(","):
                values = [first] + self.separated(self.sum)
                self.expect(")")
                return values
            self.at = mark
        return [self.sum()]

    # --- statements

    def block(self):
        open_ = self.expect("{")
        statements = []
        self.newlines()
        while not self.is_next("}"):
            statements.append(self.statement())
            if self.now.kind != "newline" and not self.is_next("}"):
                raise Unreadable(f"line {self.now.line}: '{self.now.text}' is not expected here")
            self.newlines()
        return SimpleNamespace(open=open_, statements=statements, close=self.take())

    def statement(self):
        begin = self.now
        if begin.text in OTHER_STATEMENTS:
            raise Unsupported(f"`{begin.text}` is not supported", begin)
        parse = getattr(self, "statement_" + begin.text, None) if begin.kind == "name" else None
        if parse:
            self.take()
            return parse(begin)
        return self.assignment(begin)

    def made(self, kind, begin, **fields):
        return SimpleNamespace(kind=kind, token=begin, **fields)

    def statement_let(self, begin):
        return self.made("let", begin, cells=self.cells())

    def statement_if(self, begin):
        branches = [(self.expression(), self.block())]
        otherwise = None
        while True:
            mark = self.at
            self.newlines()
            if not self.accept("else"):
                self.at = mark
                break
            if self.accept("if"):
                branches.append((self.expression(), self.block()))
                continue
            otherwise = self.block()
            break
        return self.made("if", begin, branches=branches, otherwise=otherwise)

    def statement_while(self, begin):
        return self.made("while", begin, condition=self.expression(), body=self.block())

    def statement_repeat(self, begin):
        return self.made("repeat", begin, rounds=self.expression(), body=self.block())

    def statement_for(self, begin):
        name = self.name()
        self.expect("in")
        low = self.sum()
        self.expect("..")
        return self.made("for", begin, name=name, low=low, high=self.sum(), body=self.block())

    def statement_with(self, begin):
        return self.made("with", begin, lock=self.item(), body=self.block())

    def statement_atomic(self, begin):
        return self.made("atomic", begin, body=self.block())

    def statement_await(self, begin):
        condition = self.expression()
        body = self.block() if self.is_next("{") else None
        return self.made("await", begin, condition=condition, body=body)

    def statement_assert(self, begin):
        return self.made("assert", begin, condition=self.expression())

    def statement_assume(self, begin):
        return self.made("assume", begin, condition=self.expression())

    def statement_skip(self, begin):
        return self.made("skip", begin)

    def statement_yield(self, begin):
        return self.made("yield", begin)

    def statement_break(self, begin):
        return self.made("break", begin)

    def statement_continue(self, begin):
        return self.made("continue", begin)

    def assignment(self, begin):
        target = self.unary()
        if target.kind == "call":
            return self.made("call", begin, call=target)
        if target.kind != "place":
            raise Unreadable(f"line {begin.line}: '{begin.text}' begins no statement")
        sign = self.take()
        if sign.text != "=" and sign.text not in COMPOUND:
            raise Unreadable(f"line {sign.line}: '{sign.text}' is not expected here")
        return self.made("assign", begin, place=target, compound=COMPOUND.get(sign.text),
                         value=self.expression())

    # --- expressions: their token is where they begin, `sign` the operator

    def binary(self, operand, *signs):
        left = operand()
        while self.is_next(*signs):
            sign = self.take()
            left = SimpleNamespace(kind="apply", op=sign.text, token=left.token, sign=sign,
                                   operands=[left, operand()])
        return left

    def expression(self):
        return self.binary(self.conjunction, "or")

    def conjunction(self):
        return self.binary(self.negation, "and")

    def negation(self):
        if self.is_next("not"):
            sign = self.take()
            return SimpleNamespace(kind="apply", op="not", token=sign, sign=sign,
                                   operands=[self.negation()])
        left = self.sum()
        if self.is_next(*COMPARISONS):
            sign = self.take()
            return SimpleNamespace(kind="apply", op=sign.text, token=left.token, sign=sign,
                                   operands=[left, self.sum()])
        if self.accept("in"):
            return SimpleNamespace(kind="in", token=left.token, operands=[left], set=self.set())
        return left

    def sum(self):
        return self.binary(self.term, "+", "-")

    def term(self):
        return self.binary(self.unary, "*", "/", "%")

    def unary(self):
        token = self.take()
        if token.kind == "int":
            return SimpleNamespace(kind="int", value=integer(token.text), token=token)
        if token.text in ("true", "false"):
            return SimpleNamespace(kind="int", value=int(token.text == "true"), token=token)
        if token.text == "self":
            return SimpleNamespace(kind="self", token=token)
        if token.text == "-":
            operand = self.unary()
            if operand.kind == "int":
                operand.value, operand.token = -operand.value, token
                return operand
            return SimpleNamespace(kind="apply", op="neg", token=token, sign=token,
                                   operands=[operand])
        if token.text == "(":
            inner = self.expression()
            inner.token = token
            self.expect(")")
            return inner
        if token.kind != "name":
            raise Unreadable(f"line {token.line}: '{token.text}' begins no expression")
        self.at -= 1
        return self.place()

    def place(self):
        item = self.item()
        place = SimpleNamespace(kind="place", item=item, token=item.token, local=None)
        if self.is_next("("):
            raise Unsupported(f"a call of `{item.name}` is not supported", item.token)
        if self.accept("."):
            method = self.item()
            if not self.is_next("("):
                place.local = method
                return place
            self.take()
            arguments = [] if self.is_next(")") else self.separated(self.expression)
            self.expect(")")
            return SimpleNamespace(kind="call", item=item, method=method.name, token=item.token,
                                   operands=arguments)
        return place


def parse(text):
    return Parser(text).file()
