"""The rows of the sixteen shapes, as `erasure-cases` gives them."""

from tests.privacy.shapes import Shape

S1 = Shape("person p0 p1 p2 p5")
S2 = Shape(
    """
    person p0 p5
    note n0 n1 owner=p0
    note n2 owner=p5
    """
)
S3 = Shape(S2.text + "plan x0 x1")
S4 = Shape(
    S2.text
    + """
    child c0 note=n2
    child c1 note=n1
    child c2 c3 note=n0
    """
)
S5 = Shape(
    S4.text
    + """
    grandchild g0 g1 child=c2
    grandchild g2 child=c0
    grandchild g3 child=c1
    grandchild g4 child=c3
    """
)
S6 = S7 = Shape(
    """
    person p0 p5 p10
    admin a0
    message m1 sender=p0 receiver=p10
    message m2 sender=p0 receiver=p0
    message m3 sender=p5 receiver=p10
    message m4 sender=p5 receiver=p0
    """
)
S7S = Shape(S7.text.replace("receiver=", "sent=secret received=secret receiver="))
S7A = Shape(S7S.text.replace("sender=", "admin=a0 sender="))
S8 = Shape(
    """
    agent d0 d5
    requester p0 p5
    support m1 agent=d0 requester=p0
    support m2 agent=d0 requester=p5
    support m3 agent=d5 requester=p0
    """
)
S9 = Shape(
    """
    person p0 p5
    profile q0 q1 person=p0
    profile q2 person=p5
    letter m1 sender=q0 receiver=q2
    letter m2 sender=q0 receiver=q0
    letter m3 sender=q1 receiver=q2
    letter m4 sender=q2 receiver=q0
    letter m5 sender=q0 receiver=q1
    letter m6 sender=q1 receiver=q0
    """
)
S9_FOUR = Shape("\n".join(line for line in S9.text.splitlines() if "m5" not in line and "m6" not in line))
S10 = Shape(
    """
    person p0 p5
    invitee i0 inviter=p5
    invitee i1 i5 inviter=p0
    """
)
S11 = Shape(
    """
    person p0 p5
    group g0 g1
    membership a0 group=g0 person=p0
    membership a1 group=g1 person=p0
    membership a2 a3 group=g1 person=p5
    """
)
S12 = Shape(
    """
    person p0 p5 p10
    group g0 g1 creator=p0
    membership a1 a2 group=g1 person=p5
    membership a3 group=g1 person=p10
    """
)
S12M = Shape(S12.text + "topic t0 group=g0\ntopic t1 group=g1")
S13 = Shape(
    """
    person p0 p5
    admin admin
    team g0 g1 admin=admin
    file f0 f1 creator=p0 secret=ours
    share s0 file=f0 team=g1
    share s1 file=f1 team=g1
    join a0 team=g1 person=p5
    """
)
S13B = Shape(S13.text + "join a1 team=g1 person=p0")
S14 = Shape(S7.text + "annotation x2 message=m1\nremark y3 annotation=x2")
S15 = Shape(
    """
    person p0 p1 p2
    comment c0 author=p0
    comment c1 author=p0 parent=c0
    comment c2 author=p1 parent=c1
    comment c3 author=p2 parent=c2
    comment c4 author=p0 parent=c3
    comment c5 author=p1 parent=c3
    """
)
S16 = Shape(
    """
    person p0 p5
    story s0 person=p0 internal=100
    story s1 person=p0 internal=200
    story s2 person=p5 internal=300
    """
)
